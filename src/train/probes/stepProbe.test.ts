import { expect, test } from 'vitest';
import { parseSafetensors } from '../../data/safetensors.ts';
import { lane, openSession } from '../../testing/session.ts';
import { defaultConfig, type TrainConfig } from '../config.ts';
import { wholeSteps } from '../trainingCycle.ts';
import type { ProbeRequest, ProbeResult } from './probe.ts';

const config: TrainConfig = {
  ...defaultConfig,
  model: 'lenet',
  lanes: [lane('batch'), { ...lane('deconv'), blockSize: 2, linearBlockSize: 8 }],
  batchSize: 16,
  trainSize: 64,
  testSize: 16,
  steps: 12,
  evalEvery: 1000,
  learningRate: 0.02,
  schedule: 'constant',
  momentum: 0,
  weightDecay: 0,
};

/** A session that looks while it rests, and at the steps that it takes. */
function openWatched() {
  const { session, all, losses } = openSession();
  const seen = <Kind extends ProbeResult['kind']>(kind: Kind) => {
    expect(all('probeFailed')).toEqual([]);
    const { result } = all('probe').at(-1)!;
    expect(result.kind).toBe(kind);
    return result as Extract<ProbeResult, { kind: Kind }>;
  };
  const look = async (request: ProbeRequest | null) => {
    await session.look(request, 1);
    await session.idle();
  };
  const weights = async (index: number, name: string) =>
    parseSafetensors(await session.exportLane(index)).tensors.get(name)!.data as Float32Array;
  const stepInto = async (layer: number) => {
    // Nothing is awaited in between: the step waits until the look is prepared.
    const looking = session.look({ kind: 'step', layer }, 1);
    session.advance(1);
    await looking;
    await session.idle();
    return seen('step');
  };
  return { session, losses, look, seen, stepInto, weights };
}

test('the numbers of a step are those that the engine computed and left', async () => {
  const { session, losses, look, seen, stepInto, weights } = openWatched();
  await session.start(config);
  session.advance(2);
  await session.idle();
  await look({ kind: 'covariance', layer: 0 });
  const covariances = seen('covariance').lanes;
  await look({ kind: 'kernels', layer: 0 });
  const kernels = seen('kernels').lanes;
  const before = await Promise.all([0, 1].map((index) => weights(index, 'conv1.weight')));

  const { lanes } = await stepInto(0);
  const after = await Promise.all([0, 1].map((index) => weights(index, 'conv1.weight')));
  for (const [i, step] of lanes.entries()) {
    expect(step!.loss).toBe(losses(i)[2]);
    expect(step!.batchSize).toBe(16);
    expect(step!.learningRate).toBeCloseTo(0.02, 6);
    expect(step!.covariance.values).toEqual(covariances[i]!.before.values);
    expect(step!.covariance.offDiagonalEnergy).toBe(covariances[i]!.before.offDiagonalEnergy);
    expect(step!.kernels).toEqual(kernels[i]);
    expect(step!.kernels.weight.values).toEqual(before[i]);
    const update = after[i]!.map((value, at) => value - before[i]![at]!);
    expect(step!.update.kernels.values).toEqual(update);
    expect(step!.update.norm).toBeCloseTo(Math.hypot(...update), 6);
    expect(step!.weightNorm).toBeCloseTo(Math.hypot(...before[i]!), 4);
    // Plain gradient descent: the change is the gradient times the rate.
    const gradient = step!.gradient.kernels.values;
    update.forEach((value, at) => expect(value).toBeCloseTo(-0.02 * gradient[at]!, 6));
    expect(step!.gradient.norm).toBeCloseTo(Math.hypot(...gradient), 5);
    expect(step!.output).toMatchObject({ channels: 6, shown: 6, height: 28, width: 28 });
    expect(step!.probabilities.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 5);
    expect(step!.accuracy * 16).toBe(Math.round(step!.accuracy * 16));
  }
  const [plain, whitened] = lanes;
  expect(plain!.deconv).toBeNull();
  expect(whitened!.deconv).toMatchObject({ iterations: 5, isKept: false });
  expect(whitened!.deconv!.after.values).toEqual(covariances[1]!.after.values);

  // All lanes see the same images, and those are of the training set.
  expect(plain!.images).toHaveLength(8);
  expect(plain!.images).toEqual(whitened!.images);
  const known = session.samples(64).map(({ pixels, label }) => `${label} ${pixels.join()}`);
  for (const { pixels, label } of plain!.images) expect(known).toContain(`${label} ${pixels.join()}`);

  // Patches are cut from the first image; the middle of the grid lies inside it.
  const { kernels: patches, features, rows } = plain!.patches;
  expect([features, rows]).toEqual([25, 16 * 10 * 10]);
  const { pixels, width } = plain!.images[0]!;
  const [row, column] = [1, 3];
  const [top, left] = [Math.floor(1.5 * (10 / 3)) * 3 - 2, Math.floor(3.5 * (10 / 6)) * 3 - 2];
  const scale = Array.from({ length: 25 }, (_, tap) => {
    const value = patches!.values[(row * 6 + column) * 25 + tap]!;
    return [value, pixels[(top + Math.floor(tap / 5)) * width + left + (tap % 5)]!] as const;
  });
  const [darkest, brightest] = [...scale].sort(([a], [b]) => a - b).filter((_, i) => i % 24 === 0);
  for (const [value, pixel] of scale) {
    const share = (value - darkest![0]) / (brightest![0] - darkest![0]);
    expect(darkest![1] + share * (brightest![1] - darkest![1])).toBeCloseTo(pixel, 2);
  }
});

test('a linear layer, a kept D, and a look that changes nothing', async () => {
  const { session, losses, stepInto, look } = openWatched();
  const lanes = config.lanes.map((each) => ({ ...each, deconvPeriod: 2 }));
  const steps = wholeSteps + 10;
  await session.start({ ...config, lanes, steps });
  session.advance(wholeSteps);
  await session.idle();
  const [fresh, kept] = [await stepInto(2), await stepInto(2)].map((step) => step.lanes[1]!);
  expect(fresh!.patches).toMatchObject({ features: 8, kernels: null });
  expect(fresh!.deconv!.isKept).toBe(false);
  expect(kept!.deconv!.isKept).toBe(true);
  expect(kept!.deconv!.values).toEqual(fresh!.deconv!.values);
  expect(kept!.covariance.values).not.toEqual(fresh!.covariance.values);
  await look(null);
  session.play();
  await session.idle();

  const plain = openSession();
  await plain.play({ ...config, lanes, steps });
  for (const i of [0, 1]) expect(losses(i)).toEqual(plain.losses(i));
});
