import type { Curves } from './curves.ts';

/** Follows the version of the curves at a pace that eyes and charts can take. */
export interface Ticker {
  readonly getVersion: () => number;
  readonly subscribe: (listener: () => void) => () => void;
}

/** Drawing may take one part in so many of the page's time. */
const share = 5;

const nextTask = () => new Promise<void>((done) => setTimeout(done));

/**
 * Tells of changes at once when the last is long ago, else when `periodMs` have passed since, and later still on a
 * machine that takes long to draw. Tells one listener after the other, each in a task of its own.
 */
export function createTicker(curves: Curves, periodMs = 250): Ticker {
  const listeners = new Set<() => void>();
  let version = curves.version;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let last = -Infinity;
  let drawMs = 0;

  const tick = async () => {
    last = performance.now();
    version = curves.version;
    let spentMs = 0;
    for (const listener of [...listeners]) {
      if (!listeners.has(listener)) continue;
      const start = performance.now();
      listener();
      // React draws what the listener asked for in a microtask of its own, queued before this one.
      await Promise.resolve();
      spentMs += performance.now() - start;
      // All charts in one task would keep the page from hearing its user.
      await nextTask();
    }
    drawMs = spentMs;
    timer = undefined;
    if (version !== curves.version) schedule();
  };

  const schedule = () => {
    const pause = Math.max(periodMs, share * drawMs);
    timer ??= setTimeout(() => void tick(), Math.max(0, last + pause - performance.now()));
  };
  curves.subscribe(schedule);

  return {
    getVersion: () => version,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
