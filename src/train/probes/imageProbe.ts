import { patchStatistics } from '../../engine/ops/patchStatistics.ts';
import { samplingOf } from '../../engine/ops/sampling.ts';
import { activation, nchw, physicalBytes } from '../../engine/tensor.ts';
import type { Network } from '../network.ts';
import { normalizeImages } from '../normalize.ts';
import { distributionOf, firstMaps } from './activations.ts';
import { deconvolveImage } from './deconvolvedImage.ts';
import { LaneProgram, type Reading } from './laneProgram.ts';
import { openLane } from './layers.ts';
import { forEachLane, layerAt, openTraining, ownBuffer, type Probe } from './looking.ts';
import type { ActivationsLook, DeconvolvedImageLook, ProbeRequest } from './probe.ts';
import { shownSteps } from './spectrum.ts';

type ImageRequest = Extract<ProbeRequest, { readonly kind: 'activations' | 'deconvolvedImage' }>;

/** Of a deconvolved image, channels that are drawn at most. */
const maxFrames = 4;

/** Puts the chosen image, as the networks take it, into a buffer of its own. */
function uploadImage(network: Network, pixels: Uint8Array) {
  const { dataset, lanes } = network;
  const { options } = lanes[0]!;
  const values = normalizeImages([pixels], dataset);
  const image = ownBuffer(options, 'chosen image', physicalBytes(activation(1, ...dataset.shape)));
  options.gpu.device.queue.writeBuffer(image.buffer, 0, values);
  return image;
}

/** The lane's graph for one image: evaluation, with running statistics. */
const evaluation = {
  mode: { training: false, frozen: false },
  images: 'chosenImage',
  batchSize: 1,
} as const;

/** Looks at what a layer makes of one image, as the networks answer it: with running statistics. */
export async function createActivationsProbe(
  network: Network,
  request: Extract<ImageRequest, { readonly kind: 'activations' }>,
): Promise<Probe> {
  const image = uploadImage(network, request.pixels);
  const lanes = await forEachLane(network, async (lane) => {
    const opened = openLane(lane, evaluation);
    const { normalized } = layerAt(opened, request.layer);
    const program = await LaneProgram.create(lane, opened.graph, {
      outputs: { normalized },
      externals: { chosenImage: image.buffer },
    });
    return { program, shape: nchw(normalized), destroy: () => program.destroy() };
  }).catch((error: unknown) => {
    image.destroy();
    throw error;
  });
  return {
    needsStep: false,
    async submit() {
      const readings = await submitPrograms(network, [lanes.map(({ program }) => program)]);
      return function* () {
        const looks: (ActivationsLook | null)[] = [];
        for (const [i, { shape }] of lanes.entries()) {
          const reading = readings[i]?.[0];
          looks.push(reading ? lookAtActivations(reading, shape) : null);
          yield;
        }
        return { kind: 'activations', lanes: looks };
      };
    },
    destroy: () => {
      for (const owned of [...lanes, image]) owned.destroy();
    },
  };
}

function lookAtActivations(reading: Reading, shape: ReturnType<typeof nchw>): ActivationsLook {
  const values = reading.values('normalized');
  return { ...firstMaps(values, shape), distribution: distributionOf(values) };
}

/** Whitens one image by a layer's batch statistics, iteration by iteration. */
export async function createDeconvolvedImageProbe(
  network: Network,
  request: Extract<ImageRequest, { readonly kind: 'deconvolvedImage' }>,
): Promise<Probe> {
  const image = uploadImage(network, request.pixels);
  const training = openTraining(network, request.layer);
  const lanes = await forEachLane(network, async (lane, index) => {
    const { graph, layer, sampling } = training[index]!;
    const { whitening } = layer;
    const statistics =
      whitening && whitening.covariance
        ? { mean: whitening.mean, covariance: whitening.covariance }
        : patchStatistics(graph, layer.input, { ...sampling, eps: lane.options.lane.eps });
    const batch = await LaneProgram.create(lane, graph, {
      outputs: whitening ? { mean: statistics.mean, covariance: statistics.covariance } : {},
      externals: lane.options.batches.externals,
    });
    const opened = openLane(lane, evaluation);
    const { input } = layerAt(opened, request.layer);
    const single = await LaneProgram.create(lane, opened.graph, {
      outputs: { input },
      externals: { chosenImage: image.buffer },
    });
    return {
      batch,
      single,
      layer,
      shape: nchw(input),
      sampling,
      destroy: () => [batch, single].forEach((program) => program.destroy()),
    };
  }).catch((error: unknown) => {
    image.destroy();
    throw error;
  });
  return {
    needsStep: false,
    async submit() {
      const readings = await submitPrograms(network, [
        lanes.map(({ single }) => single),
        lanes.map(({ batch }) => batch),
      ]);
      return function* () {
        const looks: (DeconvolvedImageLook | null)[] = [];
        for (const [i, lane] of lanes.entries()) {
          const [single, batch] = readings[i] ?? [];
          looks.push(single && batch ? yield* lookAtDeconvolved(lane, single, batch) : null);
        }
        return { kind: 'deconvolvedImage', lanes: looks };
      };
    },
    destroy: () => {
      for (const owned of [...lanes, image]) owned.destroy();
    },
  };
}

type LaneOf = {
  readonly layer: ReturnType<typeof layerAt>;
  readonly shape: ReturnType<typeof nchw>;
  readonly sampling: Parameters<typeof samplingOf>[1];
};

function* lookAtDeconvolved(
  { layer, shape: { c, h, w }, sampling }: LaneOf,
  single: Reading,
  batch: Reading,
): Generator<undefined, DeconvolvedImageLook> {
  const values = single.values('input');
  const shown = Math.min(c, maxFrames);
  const { features, blocks, featureStep } = samplingOf(layer.input, sampling);
  const frames =
    layer.whitening === null
      ? [values.slice(0, shown * h * w)]
      : yield* deconvolveImage(
          { channels: c, height: h, width: w, values },
          {
            covariance: batch.values('covariance').subarray(0, features ** 2),
            mean: batch.values('mean'),
            sampling: { features, blocks, featureStep },
            kernelSize: layer.kernelSize,
            padding: layer.padding,
            dilation: layer.dilation,
            steps: shownSteps(layer.whitening),
          },
          shown,
        );
  const deviations = frames.map((frame) => distributionOf(frame).deviation);
  const { inverseSqrt = 'newtonSchulz', iterations = null } = layer.whitening ?? {};
  return { inverseSqrt, iterations, channels: c, shown, height: h, width: w, frames, deviations };
}

/** Runs programs of all lanes that go on; by lane, what each of its programs gave, null for stopped lanes. */
async function submitPrograms(
  network: Network,
  groups: readonly (readonly LaneProgram[])[],
): Promise<(Reading[] | null)[]> {
  const goesOn = network.lanes.map(({ isStopped }) => !isStopped);
  network.submitPass((pass) => {
    for (const programs of groups)
      programs.forEach((program, i) => {
        if (goesOn[i]) program.encode(pass);
      });
  });
  return Promise.all(
    goesOn.map((isLookedAt, i) =>
      isLookedAt ? Promise.all(groups.map((programs) => programs[i]!.read())) : Promise.resolve(null),
    ),
  );
}
