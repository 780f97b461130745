import type { BenchmarkReport } from '../bench/report.ts';
import type { Suite } from '../bench/suites.ts';

/** What the page asks of the measuring worker. */
export type BenchCommand =
  | {
      readonly type: 'run';
      readonly suites: readonly Suite[];
      readonly quick: boolean;
      readonly runtime: string;
    }
  | { readonly type: 'cancel' };

/** What the measuring worker says. One of `done`, `cancelled` and `failed` comes last. */
export type BenchEvent =
  | { readonly type: 'progress'; readonly text: string }
  /** What was measured so far. */
  | { readonly type: 'report'; readonly report: BenchmarkReport }
  | { readonly type: 'done' }
  | { readonly type: 'cancelled' }
  | { readonly type: 'failed'; readonly message: string };
