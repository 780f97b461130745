/**
 * Makes Dawn pause between two looks at what it waits for. In Node it looks again and again by `setImmediate`, which
 * keeps a whole core busy while the GPU works; where the processor stands in for the GPU, that is a core less to
 * compute on. After a pause of 0.1 ms, results are still told soon enough to time a step by.
 *
 * Speaks of nothing outside itself, so that its source can be given to another process.
 */
export function pausePolling(): void {
  const pauseMs = 0.1;
  const never = new Int32Array(new SharedArrayBuffer(4));
  const { setImmediate } = globalThis;
  const paused = <Args extends unknown[]>(callback: (...args: Args) => void, ...args: Args) => {
    // Dawn's callback is the one that is not written in JavaScript.
    if (!Function.prototype.toString.call(callback).endsWith('{ [native code] }'))
      return setImmediate(callback, ...args);
    return setImmediate(() => {
      Atomics.wait(never, 0, 0, pauseMs);
      callback(...args);
    });
  };
  globalThis.setImmediate = Object.assign(paused, { __promisify__: setImmediate.__promisify__ });
}
