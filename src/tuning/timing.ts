import type { Program } from '../engine/program.ts';
import {
  availableBroadcasts,
  everywhere,
  productFamilies,
  type Broadcast,
  type ProductFamily,
} from '../gpu/broadcast.ts';
import type { Gpu } from '../gpu/device.ts';
import { bufferUsage, Executor } from '../gpu/executor.ts';
import { PipelineCache } from '../gpu/pipelines.ts';
import { stepUniformBytes } from '../gpu/stepUniform.ts';
import type { Times } from './choice.ts';
import { productPrograms, type ProductSizes } from './products.ts';

const runs = 3;
/** Length of a run, in milliseconds: enough to see past the clock's grain and the way to the GPU and back. */
const runMs = 8;
const maxRepeats = 64;

interface Candidate {
  readonly broadcast: Broadcast;
  readonly executor: Executor;
  readonly times: number[];
}

/**
 * Times every method that the adapter offers, in each family: once to warm up, then `runs` times in turn. A method that
 * does not compile is left out, and what the budget leaves no time for has no times.
 */
export async function timeProducts(
  gpu: Gpu,
  { sizes, budgetMs }: { readonly sizes: ProductSizes; readonly budgetMs: number },
): Promise<Times> {
  const end = performance.now() + budgetMs;
  const programs = productPrograms(sizes);
  const times: Record<ProductFamily, Partial<Record<Broadcast, number[]>>> = {
    gemmRows: {},
    gemmColumns: {},
    transposedProduct: {},
  };
  for (const family of productFamilies)
    if (performance.now() < end) times[family] = await timeProgram(gpu, programs[family], end);
  return times;
}

async function timeProgram(
  gpu: Gpu,
  program: Program,
  end: number,
): Promise<Partial<Record<Broadcast, number[]>>> {
  const { device } = gpu;
  const buffer = (size: number, usage: number) => device.createBuffer({ size, usage });
  // Zeros: what is multiplied makes no difference to the time.
  const externals = Object.fromEntries(
    Object.entries(program.externalBytes).map(([name, bytes]) => [name, buffer(bytes, bufferUsage.storage)]),
  );
  const step = buffer(stepUniformBytes, bufferUsage.uniform | bufferUsage.copyTarget);
  const candidates: Candidate[] = [];
  const run = async ({ executor }: Candidate, repeats: number) => {
    const start = performance.now();
    const encoder = device.createCommandEncoder();
    const pass = encoder.beginComputePass();
    for (let i = 0; i < repeats; i++) executor.encode(pass, 'product');
    pass.end();
    device.queue.submit([encoder.finish()]);
    await device.queue.onSubmittedWorkDone();
    return (performance.now() - start) / repeats;
  };
  try {
    const made = availableBroadcasts(gpu.subgroupSize).map(async (broadcast) => {
      const pipelines = new PipelineCache({ device, broadcasts: everywhere(broadcast) });
      const programs = { product: program };
      const sizes = { parameterBytes: 0, stateBytes: 0 };
      const executor = await Executor.create({ gpu, pipelines, programs, ...sizes, externals, step });
      candidates.push({ broadcast, executor, times: [] });
    });
    await Promise.allSettled(made);
    let least = Infinity;
    for (const candidate of candidates) {
      await run(candidate, 1);
      least = Math.min(least, await run(candidate, 1));
    }
    const repeats = Math.max(1, Math.min(maxRepeats, Math.round(runMs / least)));
    for (let i = 0; i < runs; i++) {
      if (performance.now() > end) break;
      for (const candidate of candidates) candidate.times.push(await run(candidate, repeats));
    }
    const timed = candidates.filter(({ times }) => times.length > 0);
    return Object.fromEntries(timed.map(({ broadcast, times }) => [broadcast, times]));
  } finally {
    for (const { executor } of candidates) executor.destroy();
    for (const own of [...Object.values(externals), step]) own.destroy();
  }
}
