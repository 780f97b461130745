import { UserError } from '../util/assert.ts';
import { summarize, type Summary } from './statistics.ts';

/** Something to time: `run` does the work `repeats` times and waits for the GPU. */
export interface Task {
  readonly name: string;
  readonly run: (repeats: number) => Promise<unknown>;
}

/** Tells how busy the rest of the machine was. Browsers do not say. */
export interface LoadProbe {
  /** Starts to watch; the function returned tells how many cores other programs used on average since. */
  readonly watch: () => () => number;
}

export interface SamplingOptions {
  /** Samples of each task, at most. */
  readonly samples: number;
  /** Least length of a sample; short work is repeated to fill it. */
  readonly sampleMs: number;
  /** When to stop although samples are missing: after the round that passes it. */
  readonly budgetMs: number;
  readonly load?: LoadProbe | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onSample?: (done: number, total: number) => void;
}

export interface Timing extends Summary {
  /** Milliseconds of a single run in each sample; the samples of all tasks at one index were taken in turn. */
  readonly values: readonly number[];
  /** Cores that other programs used meanwhile, the median over the samples; null where nobody can tell. */
  readonly foreignCores: number | null;
}

export class Cancelled extends UserError {
  constructor() {
    super('Cancelled.');
  }
}

export function throwIfCancelled(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new Cancelled();
}

/** A sample holds no more runs than this, whatever their length. */
const maxRepeats = 2000;

/**
 * Times tasks in turn, one sample of each after the other, so that a change of the machine's mood meets all of them
 * and their ratios hold. Each task should have run once before: its kernels are then compiled.
 *
 * @returns milliseconds of a single run, by the order of the tasks
 */
export async function sampleInTurn(tasks: readonly Task[], options: SamplingOptions): Promise<Timing[]> {
  const { samples, sampleMs, budgetMs, load, signal, onSample } = options;
  const start = performance.now();
  const repeats: number[] = [];
  for (const task of tasks) {
    throwIfCancelled(signal);
    repeats.push(await fittingRepeats(task, sampleMs));
  }
  const times = tasks.map((): number[] => []);
  const foreign = tasks.map((): number[] => []);
  for (let round = 0; round < samples; round++) {
    for (const [index, task] of tasks.entries()) {
      throwIfCancelled(signal);
      const foreignCores = load?.watch();
      const ms = await timed(() => task.run(repeats[index]!));
      times[index]!.push(ms / repeats[index]!);
      if (foreignCores) foreign[index]!.push(foreignCores());
      onSample?.(round * tasks.length + index + 1, samples * tasks.length);
    }
    if (performance.now() - start > budgetMs) break;
  }
  return times.map((values, index) => ({
    ...summarize(values),
    values,
    foreignCores: load ? summarize(foreign[index]!).median : null,
  }));
}

async function fittingRepeats({ run }: Task, sampleMs: number): Promise<number> {
  let repeats = 1;
  // Doubling finds the rate of work that is too short for one run to show.
  for (;;) {
    const ms = await timed(() => run(repeats));
    if (ms >= sampleMs / 4 || repeats >= maxRepeats)
      return Math.max(1, Math.min(maxRepeats, Math.ceil((repeats * sampleMs) / ms)));
    repeats *= 4;
  }
}

export async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}
