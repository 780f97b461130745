import { expect, test } from 'vitest';
import { createDawn } from '../cli/dawn.ts';
import { foreignLoad } from '../cli/bench/load.ts';
import { describeAdapter, requestGpu } from '../gpu/device.ts';
import type { BenchContext } from './context.ts';
import { measureDeconvolution } from './deconvolution.ts';
import { formatMarkdown, formatTable, tablesOf } from './format.ts';
import { kernelsOf } from './kernels.ts';
import { measureKernels } from './kernelsSuite.ts';
import { measureLimits } from './limitsSuite.ts';
import { measureLogging } from './logging.ts';
import { buildNetwork } from './networks.ts';
import { phases } from './phases.ts';
import { runBenchmark } from './run.ts';
import { measureSteps } from './steps.ts';
import type { Workload } from './workload.ts';

const api = createDawn();
const sampling = { samples: 2, sampleMs: 5, budgetMs: 2000 };

async function context(): Promise<BenchContext> {
  const adapter = (await api.requestAdapter())!;
  return {
    requestDevice: () => requestGpu(api),
    adapter: describeAdapter(adapter),
    load: foreignLoad,
    progress: () => undefined,
  };
}

const tiny: Workload = {
  name: 'tiny',
  title: 'perceptron',
  batchSize: 8,
  images: 8,
  flops: 1e6,
  build: () =>
    buildNetwork(
      { model: 'mlp', batchSize: 8, imageShape: [1, 12, 12], options: { normalization: 'batch' } },
      { keepsLosses: true },
    ),
};

test('limits are positive, and a product stays below the multiply-add limit', async () => {
  const limits = await measureLimits(await context(), { ...sampling, samples: 3 });
  expect(limits.copyGBps).toBeGreaterThan(0.01);
  expect(limits.gemmGflops).toBeGreaterThan(0.1);
  expect(limits.gemmGflops).toBeLessThan(limits.fmaGflops);
});

test('a step is counted, timed and told with the losses of real training', async () => {
  const [step] = await measureSteps(await context(), [tiny], sampling);
  expect(step).toMatchObject({ name: 'tiny', batchSize: 8, submits: 1, buffersMade: 0, bindGroupsMade: 0 });
  expect(step!.dispatches).toBeGreaterThan(10);
  expect(step!.passes).toBeGreaterThan(0);
  expect(step!.imagesPerSecond).toBeCloseTo(8000 / step!.ms);
  expect(step!.firstStepMs).toBeGreaterThan(step!.ms);
  expect(step!.plannedBytes).toBeLessThanOrEqual(step!.unplannedBytes);
  const [first, , third] = step!.losses;
  expect(first).toBeGreaterThan(0);
  expect(third).toBeLessThan(first!);
});

test('reading every loss is compared with reading none', async () => {
  const report = await measureLogging(await context(), tiny, sampling);
  expect(report.msWithout).toBeGreaterThan(0);
  expect(report.ratio).toBeGreaterThan(0.1);
  expect(report.samples).toBe(2);
  // At least one step for each sample, all with a finite loss.
  expect(report.losses).toBeGreaterThanOrEqual(2);
});

test('a deconvolution step is taken apart into phases that add up', async () => {
  const [row] = await measureDeconvolution(await context(), {
    comparisons: [{ name: 'mlp', title: 'Perceptron', model: 'mlp', width: 1, blockSizes: [4] }],
    batchSize: 4,
    samples: 2,
    budgetMs: 5000,
  });
  expect(row).toMatchObject({ name: 'mlp-b4', batchSize: 4, blockSize: 4 });
  expect(row!.ratio).toBeCloseTo(row!.deconvMs / row!.batchNormMs);
  for (const phase of phases) expect(row!.phasesMs[phase], phase).toBeGreaterThanOrEqual(0);
  expect(row!.phasesMs.conv).toBeGreaterThan(0);
  expect(row!.phasesShare).toBeGreaterThan(0.2);
  expect(row!.phasesShare).toBeLessThan(5);
});

test('every operation of a step is timed for itself, with its rates', async () => {
  const network = { model: 'mlp', normalization: 'batch', batchSize: 4 } as const;
  const kernels = await measureKernels(await context(), [network], sampling);
  const names = kernels.map(({ name }) => name);
  expect(names).toEqual(
    expect.arrayContaining(['linear', 'conv2dGradWeight', 'batchNorm2d', 'softmaxCrossEntropy']),
  );
  for (const { name, ms, gflops, gbps } of kernels) {
    expect(ms, name).toBeGreaterThan(0);
    expect(gbps, name).toBeGreaterThan(0);
    if (/linear|conv2d/.test(name)) expect(gflops, name).toBeGreaterThan(0);
  }
  const [first] = kernels.filter(({ name }) => name === 'linear');
  expect(first!.shape).toBe('[4,3072] [128,3072] > [4,128]');
});

test('operations that only change a variable in place are among the kernels', () => {
  const kernels = kernelsOf({ model: 'mlp', normalization: 'deconv', batchSize: 4 });
  const inPlace = kernels.filter(({ shape }) => shape.endsWith(', in place'));
  expect(inPlace.length).toBeGreaterThan(0);
  for (const { name, bytes } of inPlace) expect(bytes, name).toBeGreaterThan(0);
});

test('a report has every part, also those that were not measured, and tables of equal width', async () => {
  const { signal } = new AbortController();
  const report = await runBenchmark({
    ...(await context()),
    suites: [],
    quick: true,
    only: null,
    batchSize: null,
    runtime: 'test',
    signal,
  });
  expect(report).toMatchObject({
    limits: null,
    kernels: [],
    steps: [],
    deconvolution: [],
    logging: null,
    quick: true,
    runtime: 'test',
    notes: [],
  });
  expect(typeof report.adapter.isFallback).toBe('boolean');
  expect(tablesOf(report)).toEqual([]);
  const limits = { fmaGflops: 70, gemmGflops: 14, gemmSize: 512, copyGBps: 5, foreignCores: 0 };
  const [table] = tablesOf({ ...report, limits });
  expect(formatTable(table!)).toContain('matrix product 512           14.0 GFLOP/s, 20.0 % of it');
  expect(formatMarkdown(table!).split('\n')[2]).toBe('| multiply-add from registers | 70.0 GFLOP/s |');
});
