import type { Gpu } from '../gpu/device.ts';
import type { BenchContext } from './context.ts';
import { comparisonName, comparisons, measureDeconvolution, type Comparison } from './deconvolution.ts';
import { kernelNetworks } from './kernels.ts';
import { measureKernels } from './kernelsSuite.ts';
import { measureLimits } from './limitsSuite.ts';
import { measureLogging } from './logging.ts';
import { networkWorkloads } from './networks.ts';
import { operationWorkloads } from './operations.ts';
import type { BenchmarkReport } from './report.ts';
import { measureSteps } from './steps.ts';
import type { Suite } from './suites.ts';

export interface BenchmarkOptions extends Pick<BenchContext, 'load' | 'signal' | 'progress'> {
  readonly requestDevice: () => Promise<Gpu>;
  readonly suites: readonly Suite[];
  /** Fewer and shorter samples of fewer workloads: about a minute on two cores without a GPU. */
  readonly quick: boolean;
  /** Names of workloads to measure, of the suites `steps` and `deconvolution`; null for everything. */
  readonly only: readonly string[] | null;
  /** Batch size of the deconvolution suite; null: 128, or what a software adapter can do in time. */
  readonly batchSize: number | null;
  /** Node or browser, with its version. */
  readonly runtime: string;
  /** The report so far, after each suite. */
  readonly onReport?: (report: BenchmarkReport) => void;
}

/** Cores of foreign load from which on a run says so. */
const noisyCores = 0.2;
/** A few hundredths are told apart by many samples of many readings each. */
const loggingSampling = { samples: 31, sampleMs: 1000, budgetMs: 120_000 };
/** Left out of quick runs on software adapters, where they take longest. */
const slowWorkloads = ['W2', 'W3q', 'W3', 'W5fwd'];

/** Every name that `only` understands. */
export const workloadNames: readonly string[] = [
  ...[...networkWorkloads, ...operationWorkloads].map(({ name }) => name),
  ...comparisons.flatMap((comparison) =>
    comparison.blockSizes.map((blockSize) => comparisonName(comparison, blockSize)),
  ),
];

/**
 * Measures the adapter at hand.
 *
 * @throws Cancelled when the signal says so, after what was measured went to `onReport`
 */
export async function runBenchmark(options: BenchmarkOptions): Promise<BenchmarkReport> {
  const { suites: wanted, quick, only } = options;
  const start = performance.now();
  const { adapter, ...features } = await describe(options.requestDevice);
  const context: BenchContext = { ...options, adapter };
  let report: BenchmarkReport = {
    adapter: { ...adapter, ...features },
    limits: null,
    kernels: [],
    steps: [],
    deconvolution: [],
    logging: null,
    date: new Date().toISOString(),
    runtime: options.runtime,
    quick,
    seconds: 0,
    notes: [],
  };
  const add = (part: Partial<BenchmarkReport>) => {
    report = { ...report, ...part, seconds: (performance.now() - start) / 1000 };
    options.onReport?.(report);
  };
  const sampling = quick
    ? { samples: 5, sampleMs: 100, budgetMs: 15_000 }
    : { samples: 9, sampleMs: 250, budgetMs: 90_000 };
  if (wanted.includes('limits') && only === null) add({ limits: await measureLimits(context, sampling) });
  if (wanted.includes('kernels') && only === null) {
    const networks = kernelNetworks({ isFallback: adapter.isFallback, quick });
    const short = quick ? { samples: 3, sampleMs: 20 } : { samples: 5, sampleMs: 50 };
    add({ kernels: await measureKernels(context, networks, short) });
  }
  if (wanted.includes('steps')) {
    const chosen = [...networkWorkloads, ...operationWorkloads].filter(
      ({ name }) => only?.includes(name) ?? !(quick && adapter.isFallback && slowWorkloads.includes(name)),
    );
    if (chosen.length > 0) add({ steps: await measureSteps(context, chosen, sampling) });
    const [logged] = networkWorkloads;
    if (chosen.includes(logged!))
      add({ logging: await measureLogging(context, logged!, quick ? sampling : loggingSampling) });
  }
  if (wanted.includes('deconvolution')) {
    const chosen = chooseComparisons(only, quick && adapter.isFallback);
    if (chosen.length > 0)
      add({
        deconvolution: await measureDeconvolution(context, {
          comparisons: chosen,
          batchSize: options.batchSize,
          samples: quick ? 3 : 5,
          budgetMs: quick ? 15_000 : 240_000,
        }),
      });
  }
  add({ notes: [...report.notes, ...notesOn(report)] });
  return report;
}

async function describe(requestDevice: () => Promise<Gpu>) {
  const { device, adapter, subgroupSize, broadcasts } = await requestDevice();
  const timestamps = device.features.has('timestamp-query');
  device.destroy();
  return { adapter, subgroupSize, broadcasts, timestamps };
}

function chooseComparisons(only: readonly string[] | null, isHurried: boolean): Comparison[] {
  return comparisons
    .map((comparison) => ({
      ...comparison,
      blockSizes: comparison.blockSizes.filter(
        (blockSize) => only?.includes(comparisonName(comparison, blockSize)) ?? true,
      ),
    }))
    .filter(({ blockSizes }) => blockSizes.length > 0)
    .slice(0, isHurried && only === null ? 1 : undefined);
}

function notesOn(report: BenchmarkReport): string[] {
  const limits = report.limits ? [{ name: 'limits', ...report.limits }] : [];
  const logging = report.logging ? [{ ...report.logging, name: 'logging' }] : [];
  const noisy = [...limits, ...report.steps, ...logging, ...report.deconvolution].filter(
    ({ foreignCores }) => foreignCores !== null && foreignCores > noisyCores,
  );
  if (noisy.length === 0) return [];
  const most = Math.max(...noisy.map(({ foreignCores }) => foreignCores ?? 0));
  return [
    `Other programs kept up to ${most.toFixed(1)} cores busy meanwhile (${noisy.map(({ name }) => name).join(', ')}): ` +
      'times are too long. Ratios within the run hold, since all was measured in turn.',
  ];
}
