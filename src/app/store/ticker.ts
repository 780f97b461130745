import type { Curves } from './curves.ts';

/** Follows the version of the curves at a pace that eyes and charts can take. */
export interface Ticker {
  readonly getVersion: () => number;
  readonly subscribe: (listener: () => void) => () => void;
}

/** Drawing may take one part in so many of the page's time. */
const share = 5;

/**
 * Tells of changes at once when the last is long ago, else when `periodMs` have passed since, and later still on a
 * machine that takes long to draw.
 */
export function createTicker(curves: Curves, periodMs = 250): Ticker {
  const listeners = new Set<() => void>();
  let version = curves.version;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let last = -Infinity;
  let drawMs = 0;

  const tick = () => {
    timer = undefined;
    last = performance.now();
    version = curves.version;
    for (const listener of listeners) listener();
    // React draws what the listeners asked for in a microtask of its own, queued before this one.
    queueMicrotask(() => {
      drawMs = performance.now() - last;
    });
  };

  curves.subscribe(() => {
    const pause = Math.max(periodMs, share * drawMs);
    timer ??= setTimeout(tick, Math.max(0, last + pause - performance.now()));
  });

  return {
    getVersion: () => version,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
