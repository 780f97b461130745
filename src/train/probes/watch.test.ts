import { describe, expect, test } from 'vitest';
import { parseSafetensors } from '../../data/safetensors.ts';
import { readBuffer } from '../../gpu/executor.ts';
import { openSession } from '../../testing/session.ts';
import { paintMap } from '../../worker/paintMap.ts';
import { defaultConfig, defaultLane, type LaneConfig, type TrainConfig } from '../config.ts';
import type { ProbeEvent, SessionEvent } from '../events.ts';
import type { SessionOptions } from '../session.ts';
import type { MatrixPixels } from './matrixView.ts';
import type { ProbeRequest, ProbeResult } from './probe.ts';
import { correlationFactors, residualOf } from './spectrum.ts';
import type { LookPictures } from './watch.ts';

const lane = (normalization: LaneConfig['normalization'], more: Partial<LaneConfig> = {}): LaneConfig => ({
  ...defaultLane,
  normalization,
  ...more,
});

const small: TrainConfig = {
  ...defaultConfig,
  model: 'lenet',
  // Small blocks, so that a software adapter is quick with them.
  lanes: [lane('batch'), lane('deconv', { iterations: 15, blockSize: 2, linearBlockSize: 8 })],
  batchSize: 32,
  trainSize: 128,
  testSize: 16,
  steps: 24,
  evalEvery: 1000,
  learningRate: 0.02,
};

/** A session with what was seen inside its networks. */
function openWatched(options: Partial<SessionOptions> = {}) {
  const { session, events } = openSession(options);
  const probes = () => events.filter((event): event is ProbeEvent => event.type === 'probe');
  const failures = () => events.flatMap((event) => (event.type === 'probeFailed' ? [event.message] : []));
  /** Looks once while training rests. */
  const look = async <Kind extends ProbeResult['kind']>(request: ProbeRequest & { kind: Kind }) => {
    await session.look(request, 7);
    await session.idle();
    expect(failures()).toEqual([]);
    const event = probes().at(-1)!;
    expect(event).toMatchObject({ watchId: 7, result: { kind: request.kind } });
    return event.result as Extract<ProbeResult, { kind: Kind }>;
  };
  return { session, events, probes, failures, look };
}

const losses = (events: readonly SessionEvent[], index: number) =>
  events.flatMap((event) => (event.type === 'metrics' ? [...event.lanes[index]!.losses] : []));

describe('looks at the batch and the weights of the step to come', () => {
  test('covariance, spectrum, Newton-Schulz and kernels agree with each other', async () => {
    const { session, look } = openWatched();
    await session.start(small);
    session.advance(2);
    await session.idle();
    const covariance = await look({ kind: 'covariance', layer: 0 });
    const [scaled, whitened] = covariance.lanes;
    expect(scaled).toMatchObject({ features: 25, treatment: 'scaled' });
    expect(whitened).toMatchObject({ features: 25, treatment: 'whitened' });
    // Both lanes' first layers see the same patches.
    expect(scaled!.before.values).toEqual(whitened!.before.values);
    // Pixels of digits resemble their neighbours; scaling leaves that, whitening takes it out.
    expect(whitened!.before.offDiagonalEnergy).toBeGreaterThan(0.5);
    expect(scaled!.after.offDiagonalEnergy).toBeGreaterThan(0.5);
    expect(whitened!.after.offDiagonalEnergy).toBeLessThan(0.02);
    expect(whitened!.after.condition).toBeLessThan(0.1 * whitened!.before.condition);

    const spectrum = await look({ kind: 'spectrum', layer: 0 });
    expect(spectrum.lanes[1]!.before.condition).toBe(whitened!.before.condition);
    expect(spectrum.lanes[1]!.after.effectiveRank).toBeGreaterThan(24);
    expect(spectrum.lanes[1]!.before.effectiveRank).toBeLessThan(12);

    const newtonSchulz = await look({ kind: 'newtonSchulz', layer: 0 });
    const [, iterated] = newtonSchulz.lanes;
    expect(iterated!.iterations).toBe(15);
    // What the eigenvalues predict is what the GPU's matrices show.
    expect(iterated!.residuals[15]).toBeCloseTo(iterated!.measuredResidual!, 3);
    expect(iterated!.measuredResidual).toBeCloseTo(residualOf(whitened!.after.values, 25), 6);
    expect(iterated!.residuals[5]).toBeGreaterThan(iterated!.residuals[15]!);
    expect(newtonSchulz.lanes[0]).toMatchObject({ iterations: null, measuredResidual: null });

    const kernels = await look({ kind: 'kernels', layer: 0 });
    const [plain, folded] = kernels.lanes;
    expect(plain).toMatchObject({ deconv: null, taps: null, effective: null, outChannels: 6, inChannels: 1 });
    // The weights shown are those that an export writes.
    const { tensors } = parseSafetensors(await session.exportLane(1));
    expect(folded!.weight.values).toEqual(tensors.get('conv1.weight')!.data);
    // V D, from the D and the V that are shown.
    const [deconv, weight] = [folded!.taps!.values, folded!.weight.values];
    for (let output = 0; output < 6; output++)
      for (let tap = 0; tap < 25; tap++) {
        let sum = 0;
        for (let k = 0; k < 25; k++) sum += weight[output * 25 + k]! * deconv[k * 25 + tap]!;
        expect(folded!.effective!.values[output * 25 + tap]).toBeCloseTo(sum, 3);
      }
    expect([...folded!.deconv!.values]).toEqual([...deconv.subarray(12 * 25, 13 * 25)]);
    expect(folded!.deconvIndex).toBeGreaterThan(0.5);
  });

  test('the converged mode is seen as such, in the matrices as in the curves', async () => {
    const { session, look } = openWatched();
    const converged = { inverseSqrt: 'quintic', linearBlockSize: 8, blockSize: 2 } as const;
    await session.start({ ...small, lanes: [lane('batch'), lane('deconv', converged)] });
    session.advance(2);
    await session.idle();
    const [, iterated] = (await look({ kind: 'newtonSchulz', layer: 1 })).lanes;
    expect(iterated).toMatchObject({ inverseSqrt: 'quintic', iterations: 5 });
    expect(iterated!.residuals).toHaveLength(6);
    expect(iterated!.measuredResidual).toBeCloseTo(iterated!.residuals[5]!, 3);
    expect(iterated!.measuredResidual).toBeLessThan(0.5 * iterated!.residuals[2]!);
    const pixels = session.samples(1)[0]!.pixels;
    const { lanes } = await look({ kind: 'deconvolvedImage', layer: 1, pixels });
    expect(lanes[1]).toMatchObject({ inverseSqrt: 'quintic', iterations: 5 });
    expect(lanes[1]!.frames).toHaveLength(6);
  });

  test('a channel whitening counts as that of the layer behind it', async () => {
    const { session, look } = openWatched();
    await session.start({ ...small, model: 'mlp', lanes: [lane('none'), lane('deconv')] });
    const { lanes } = await look({ kind: 'covariance', layer: 1 });
    expect(lanes.map((each) => [each!.features, each!.treatment])).toEqual([
      [32, 'scaled'],
      [32, 'whitened'],
    ]);
  });

  test('one image: activations of every layer, and its whitening by iteration', async () => {
    const { session, look } = openWatched();
    await session.start(small);
    session.advance(3);
    await session.idle();
    const pixels = session.samples(1)[0]!.pixels;
    const activations = await look({ kind: 'activations', layer: 1, pixels });
    expect(activations.lanes[0]).toMatchObject({ channels: 16, shown: 16, height: 10, width: 10 });
    expect(activations.lanes[0]!.maps).toHaveLength(1600);
    const linear = await look({ kind: 'activations', layer: 4, pixels });
    // The last layer's activations are the logits that a question gives probabilities of.
    const [, answers] = await session.classify(pixels);
    const { maps } = linear.lanes[1]!;
    const total = maps.reduce((sum, logit) => sum + Math.exp(logit), 0);
    maps.forEach((logit, i) => expect(Math.exp(logit) / total).toBeCloseTo(answers![i]!, 4));

    const { lanes } = await look({ kind: 'deconvolvedImage', layer: 0, pixels });
    expect(lanes[0]).toMatchObject({ iterations: null });
    expect(lanes[0]!.frames).toHaveLength(1);
    expect(lanes[1]).toMatchObject({ iterations: 15, channels: 1, height: 28, width: 28 });
    expect(lanes[1]!.frames).toHaveLength(16);
    // The start is the image itself, but for scale and mean.
    const [first] = lanes[1]!.frames;
    const input = lanes[0]!.frames[0]!;
    const ratio = (first![300]! - first![0]!) / (input[300]! - input[0]!);
    expect(first![400]! - first![0]!).toBeCloseTo(ratio * (input[400]! - input[0]!), 4);
  });

  test('gradients and updates are those of the step', async () => {
    const { session, probes } = openWatched();
    // Without momentum and decay the update is the learning rate times the gradient.
    await session.start({ ...small, momentum: 0, weightDecay: 0, schedule: 'constant' });
    await session.look({ kind: 'gradients' });
    expect(probes()).toEqual([]);
    const weight = async () =>
      Float32Array.from(
        parseSafetensors(await session.exportLane(1)).tensors.get('conv2.weight')!.data as Float32Array,
      );
    const before = await weight();
    session.advance(1);
    await session.idle();
    const after = await weight();
    const { step, result } = probes().at(-1)!;
    expect(step).toBe(0);
    if (result.kind !== 'gradients') throw new Error(result.kind);
    const layers = result.lanes[1]!.layers;
    expect(layers).toHaveLength(5);
    for (const { gradient, update } of layers) expect(update / (0.02 * gradient)).toBeCloseTo(1, 2);
    const norm = (values: ArrayLike<number>) =>
      Math.sqrt(Array.from(values).reduce((sum, value) => sum + value ** 2, 0));
    expect(layers[1]!.weight / norm(after)).toBeCloseTo(1, 5);
    const change = after.map((value, i) => value - before[i]!);
    expect(layers[1]!.update / norm(change)).toBeCloseTo(1, 3);
  });
});

const quick: TrainConfig = {
  ...small,
  lanes: [lane('batch'), lane('deconv', { iterations: 2, blockSize: 2, linearBlockSize: 8 })],
  batchSize: 16,
  steps: 10,
};

test('matrices are coloured where they lie, with the look and as often as another shading is asked for', async () => {
  const { palette, ...scale } = {
    palette: Uint32Array.from({ length: 64 }, (_, i) => i + 1),
    min: -1,
    max: 1,
  };
  const shown: { pictures: LookPictures; pixels: Promise<number[]>[] }[] = [];
  const show = (pictures: LookPictures) => {
    const read = async ({ buffer, offset, bytes, side, bytesPerRow }: MatrixPixels) => {
      const all = new Uint32Array(await readBuffer(pictures.device, buffer, offset, bytes));
      return Array.from(
        { length: side * side },
        (_, at) => all[(Math.floor(at / side) * bytesPerRow) / 4 + (at % side)]!,
      );
    };
    const pixels = pictures.lanes.flatMap((pair) => (pair ? [pair.before, pair.after] : [])).map(read);
    shown.push({ pictures, pixels });
  };
  const screen = { isOn: true, show };
  const { session, look, probes } = openWatched({ screen });
  await session.start({ ...quick, model: 'mlp' }, 4);
  const plain = await look({ kind: 'covariance', layer: 0 });
  expect(shown).toEqual([]);
  const without = session.counter.bytes;

  /** What the processor paints of the last look. */
  const painted = (limit: number, isCorrelation: boolean) =>
    plain.lanes.flatMap((lane) =>
      [lane!.before.values, lane!.after.values].map((values) => {
        const side = lane!.features;
        const factors = isCorrelation ? correlationFactors(values, side) : undefined;
        const shading = { palette, min: -limit, max: limit };
        return [...paintMap({ values, factors, rows: 1, columns: 1, height: side, width: side, shading })];
      }),
    );
  const expectShown = async (limit: number, isCorrelation: boolean) => {
    const { pictures, pixels } = shown.at(-1)!;
    expect(pictures).toMatchObject({ runId: 4, watchId: 7 });
    const found = (await Promise.all(pixels)).flat();
    const expected = painted(limit, isCorrelation).flat();
    expect(found).toHaveLength(expected.length);
    // Of the rounding of single precision.
    const others = found.filter((pixel, i) => pixel !== expected[i]);
    expect(others.length).toBeLessThanOrEqual(found.length / 500);
  };
  await look({ kind: 'covariance', layer: 0, shading: { palette, ...scale, isCorrelation: true } });
  expect(shown).toHaveLength(1);
  await expectShown(1, true);
  const { length } = probes();
  const before = { ...session.counter };
  const ofCovariance = { palette, min: -0.3, max: 0.3, isCorrelation: false };
  await look({ kind: 'covariance', layer: 0, shading: ofCovariance });
  expect(shown).toHaveLength(2);
  await expectShown(0.3, false);
  // Neither a look was needed nor memory.
  expect(probes()).toHaveLength(length);
  expect(session.counter).toEqual(before);

  // The shading stays, until none is asked for.
  session.advance(1);
  await session.idle();
  const count = shown.length;
  expect(count).toBeGreaterThan(2);
  await look({ kind: 'covariance', layer: 0 });
  expect(shown).toHaveLength(count);
  expect(session.counter.bytes).toBe(without);

  // Where nothing can be seen nothing is coloured any more, neither of this look nor of the next.
  await look({ kind: 'covariance', layer: 0, shading: ofCovariance });
  expect(shown).toHaveLength(count + 1);
  // Colours that are overtaken by another look are not painted.
  void session.look({ kind: 'covariance', layer: 0, shading: { ...ofCovariance, max: 0.5 } }, 7);
  await look({ kind: 'spectrum', layer: 0 });
  expect(shown).toHaveLength(count + 1);
  await look({ kind: 'covariance', layer: 0, shading: ofCovariance });
  expect(shown).toHaveLength(count + 2);
  screen.isOn = false;
  session.advance(1);
  await session.idle();
  await look({ kind: 'covariance', layer: 0, shading: { palette, ...scale, isCorrelation: true } });
  expect(shown).toHaveLength(count + 2);
  await look({ kind: 'covariance', layer: 1, shading: ofCovariance });
  await look({ kind: 'covariance', layer: 0, shading: ofCovariance });
  expect(session.counter.bytes).toBe(without);
  const last = probes().length;
  await look({ kind: 'covariance', layer: 0, shading: { ...ofCovariance, max: 0.5 } });
  expect(probes()).toHaveLength(last);
  expect(shown).toHaveLength(count + 2);
});

describe('is a guest', () => {
  test('training gives the same bits with looks as without', async () => {
    const plain = openWatched();
    await plain.session.start(quick);
    plain.session.play();
    await plain.session.idle();
    for (const request of [
      { kind: 'covariance', layer: 1 },
      { kind: 'gradients' },
    ] satisfies ProbeRequest[]) {
      const watched = openWatched();
      await watched.session.start(quick);
      await watched.session.look(request);
      watched.session.play();
      await watched.session.idle();
      expect(watched.probes().length).toBeGreaterThan(1);
      for (const index of [0, 1]) expect(losses(watched.events, index)).toEqual(losses(plain.events, index));
    }
  });

  test('looks create nothing on the GPU, and looking away frees everything', async () => {
    const { session, look, probes } = openWatched();
    await session.start(quick);
    const pixels = session.samples(1)[0]!.pixels;
    const without = session.counter.bytes;
    for (const request of [
      { kind: 'covariance', layer: 0 },
      { kind: 'deconvolvedImage', layer: 0, pixels },
      { kind: 'activations', layer: 0, pixels },
    ] satisfies ProbeRequest[])
      await look(request);
    await session.look({ kind: 'spectrum', layer: 0 });
    await session.idle();
    const before = { ...session.counter };
    expect(before.bytes).toBeGreaterThan(without);
    session.play();
    await session.idle();
    expect(session.counter).toEqual(before);
    const seen = probes().length;
    await session.look(null);
    expect(session.counter.bytes).toBe(without);
    expect(probes()).toHaveLength(seen);
  });

  test('follows the session into its next run, and says what does not exist', async () => {
    const { session, probes, failures } = openWatched();
    await session.start(quick, 1);
    await session.look({ kind: 'spectrum', layer: 3 }, 5);
    await session.start({ ...quick, lanes: [lane('deconv')] }, 2);
    await session.idle();
    await session.idle();
    expect(probes().map(({ runId, result }) => [runId, result.lanes.length])).toEqual([
      [1, 2],
      [2, 1],
    ]);
    await session.look({ kind: 'spectrum', layer: 9 }, 6);
    expect(failures()).toEqual(['There is no layer 9; the model has 5, numbered from 0.']);
    await session.look({ kind: 'activations', layer: 0, pixels: new Uint8Array(7) }, 6);
    expect(failures().at(-1)).toContain('The image has 7 values');
  });

  test('lists the layers that there are', async () => {
    const { session, events } = openWatched();
    await session.start(quick);
    const ready = events.find((event) => event.type === 'ready')!;
    expect(ready.layers.map(({ name, kind, input, output }) => [name, kind, input, output])).toEqual([
      ['conv1', 'conv', [1, 28, 28], [6, 28, 28]],
      ['conv2', 'conv', [6, 14, 14], [16, 10, 10]],
      ['fc1', 'linear', [400], [120]],
      ['fc2', 'linear', [120], [84]],
      ['fc3', 'linear', [84], [10]],
    ]);
    // Three blocks of two channels take every third feature.
    expect(ready.layers[1]!.places[26]).toEqual([3, 3]);
  });
});
