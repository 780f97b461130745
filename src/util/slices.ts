/** Milliseconds of work after which others get their turn. */
const sliceMs = 6;

/** Runs a generator to its end, at once. */
export function runWhole<T>(work: Generator<undefined, T>): T {
  for (;;) {
    const { done, value } = work.next();
    if (done) return value;
  }
}

/**
 * Runs a generator to its end in slices of some milliseconds, so that a thread that also feeds the GPU never waits
 * long for it. Steps of the generator should be short.
 *
 * @returns its result and the milliseconds it worked, waiting not counted
 */
export async function runInSlices<T>(
  work: Generator<undefined, T>,
): Promise<{ readonly value: T; readonly ms: number }> {
  let ms = 0;
  for (;;) {
    const start = performance.now();
    do {
      const { done, value } = work.next();
      if (done) return { value, ms: ms + performance.now() - start };
    } while (performance.now() - start < sliceMs);
    ms += performance.now() - start;
    await new Promise<void>((resolve) => setTimeout(resolve, 0));
  }
}
