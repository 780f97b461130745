import type { Curves } from './curves.ts';

/** Follows the version of the curves at a pace that eyes and charts can take. */
export interface Ticker {
  readonly getVersion: () => number;
  readonly subscribe: (listener: () => void) => () => void;
}

/** Tells of changes at once when the last is long ago, else when `periodMs` have passed since. */
export function createTicker(curves: Curves, periodMs = 250): Ticker {
  const listeners = new Set<() => void>();
  let version = curves.version;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let last = -Infinity;

  const tick = () => {
    timer = undefined;
    last = performance.now();
    version = curves.version;
    for (const listener of listeners) listener();
  };

  curves.subscribe(() => {
    timer ??= setTimeout(tick, Math.max(0, last + periodMs - performance.now()));
  });

  return {
    getVersion: () => version,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
