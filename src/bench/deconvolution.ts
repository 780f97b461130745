import type { Gpu } from '../gpu/device.ts';
import { PipelineCache } from '../gpu/pipelines.ts';
import type { BenchContext } from './context.ts';
import { LoadedWorkload } from './loaded.ts';
import { buildNetwork, type NetworkWorkload } from './networks.ts';
import { timePhases } from './phaseTiming.ts';
import { sampleInTurn, throwIfCancelled, timed } from './sampling.ts';
import type { DeconvolutionReport } from './report.ts';

/** A model whose deconvolution steps are compared with its batch-norm step. */
export interface Comparison {
  readonly name: string;
  readonly title: string;
  readonly model: string;
  readonly width: number;
  /** Each is one report. */
  readonly blockSizes: readonly number[];
}

/** The batch size of the definition; smaller ones flatter nobody, since D costs the same for fewer images. */
export const fullBatch = 128;
const smallerBatches = [64, 32, 16, 8] as const;

export const comparisons: readonly Comparison[] = [
  { name: 'vgg11', title: 'VGG-11', model: 'vgg11', width: 1, blockSizes: [64, 16] },
  { name: 'resnet18', title: 'ResNet-18', model: 'resnet18', width: 1, blockSizes: [64] },
];

export interface DeconvolutionOptions {
  readonly comparisons: readonly Comparison[];
  /** null: the largest that fits the budget, at most {@link fullBatch}. */
  readonly batchSize: number | null;
  /** Samples of each step, and milliseconds that all samples of a comparison may take. */
  readonly samples: number;
  readonly budgetMs: number;
}

/** The name of a report, `vgg11-b64`. */
export const comparisonName = (comparison: Comparison, blockSize: number) =>
  `${comparison.name}-b${blockSize}`;

export async function measureDeconvolution(
  context: BenchContext,
  options: DeconvolutionOptions,
): Promise<DeconvolutionReport[]> {
  const reports: DeconvolutionReport[] = [];
  for (const comparison of options.comparisons)
    reports.push(...(await compare(context, comparison, options)));
  return reports;
}

async function compare(
  context: BenchContext,
  comparison: Comparison,
  options: DeconvolutionOptions,
): Promise<DeconvolutionReport[]> {
  const { load, signal, progress } = context;
  const gpu = await context.requestDevice();
  const loaded: LoadedWorkload[] = [];
  try {
    const pipelines = new PipelineCache(gpu);
    const batchSize =
      options.batchSize ?? (await fittingBatch(context, { gpu, pipelines }, comparison, options));
    const labels = ['batch norm', ...comparison.blockSizes.map((size) => `deconvolution, B = ${size}`)];
    for (const [index, label] of labels.entries()) {
      throwIfCancelled(signal);
      progress(`${comparison.title}, ${label}: compiling and the first step at batch ${batchSize}`);
      const blockSize = comparison.blockSizes[index - 1];
      const built = buildNetwork(networkOf(comparison, batchSize, blockSize));
      loaded.push(await LoadedWorkload.load({ gpu, pipelines }, built));
      await loaded.at(-1)!.step();
    }
    const timings = await sampleInTurn(
      loaded.map((workload, index) => ({
        name: labels[index]!,
        run: async (repeats: number) => {
          for (let i = 0; i < repeats; i++) await workload.step();
        },
      })),
      {
        samples: options.samples,
        sampleMs: 200,
        budgetMs: options.budgetMs,
        load,
        signal,
        onSample: (done, total) => progress(`${comparison.title}: sample ${done} of ${total}`),
      },
    );
    const [batchNorm] = timings;
    const reports: DeconvolutionReport[] = [];
    for (const [index, blockSize] of comparison.blockSizes.entries()) {
      throwIfCancelled(signal);
      progress(`${comparison.title}, B = ${blockSize}: phases`);
      const deconv = timings[index + 1]!;
      const workload = loaded[index + 1]!;
      const fitting = Math.floor(options.budgetMs / deconv.median);
      const repeats = Math.max(1, Math.min(3, options.samples, fitting));
      const { ms: phasesMs, by } = await timePhases(gpu.device, workload, repeats);
      const sum = Object.values(phasesMs).reduce((total, ms) => total + ms, 0);
      reports.push({
        name: comparisonName(comparison, blockSize),
        title: comparison.title,
        batchSize,
        blockSize,
        batchNormMs: batchNorm!.median,
        deconvMs: deconv.median,
        ratio: deconv.median / batchNorm!.median,
        batchNormSpread: batchNorm!.spread,
        deconvSpread: deconv.spread,
        samples: deconv.samples,
        foreignCores: deconv.foreignCores,
        dispatches: workload.program.dispatches.length,
        phasesMs,
        phasesBy: by,
        phasesShare: sum / deconv.median,
      });
    }
    return reports;
  } finally {
    for (const workload of loaded) workload.destroy();
    gpu.device.destroy();
  }
}

function networkOf(
  { model, width }: Comparison,
  batchSize: number,
  blockSize: number | undefined,
): NetworkWorkload {
  return {
    model,
    batchSize,
    imageShape: [3, 32, 32],
    options:
      blockSize === undefined
        ? { normalization: 'batch', width }
        : { normalization: 'deconv', width, blockSize },
  };
}

/**
 * The largest batch at which the samples fit the budget, judged by the batch-norm step of a batch of 8: the
 * deconvolution steps count as twice that. On a GPU that is the full batch, and compiling for the trial costs little.
 */
async function fittingBatch(
  { signal, progress }: BenchContext,
  { gpu, pipelines }: { gpu: Gpu; pipelines: PipelineCache },
  comparison: Comparison,
  { samples, budgetMs }: DeconvolutionOptions,
): Promise<number> {
  if (!gpu.adapter.isFallback) return fullBatch;
  throwIfCancelled(signal);
  const trial = smallerBatches.at(-1)!;
  progress(`${comparison.title}: how large a batch the time allows`);
  const loaded = await LoadedWorkload.load(
    { gpu, pipelines },
    buildNetwork(networkOf(comparison, trial, undefined)),
  );
  try {
    await loaded.step();
    const msPerImage = (await timed(() => loaded.step())) / trial;
    // The first steps and the phases count like a sample more of each.
    const steps = (samples + 2) * (1 + 2 * comparison.blockSizes.length);
    const fits = (batchSize: number) => batchSize * msPerImage * steps <= budgetMs;
    return [fullBatch, ...smallerBatches].find(fits) ?? trial;
  } finally {
    loaded.destroy();
  }
}
