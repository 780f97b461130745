import type { Tensor } from '../../engine/graph.ts';
import { patchStatistics } from '../../engine/ops/patchStatistics.ts';
import { samplingOf, type Sampling } from '../../engine/ops/sampling.ts';
import { squareProduct } from '../../engine/ops/squareProduct.ts';
import type { TensorType } from '../../engine/tensor.ts';
import type { Network } from '../network.ts';
import { lookAtKernels } from './kernels.ts';
import { LaneProgram, type Reading } from './laneProgram.ts';
import { forEachLane, openTraining, type Probe } from './looking.ts';
import {
  MatrixView,
  type LaneMatrices,
  type MatrixPictures,
  type MatrixViewOptions,
  type Screen,
} from './matrixView.ts';
import type { ProbeRequest, ProbeResult, Treatment } from './probe.ts';
import { correlation, lookAtMatrix, lookAtNewtonSchulz, spectrumOf, type Iteration } from './spectrum.ts';

export type StatisticsRequest = Extract<
  ProbeRequest,
  { readonly kind: 'covariance' | 'spectrum' | 'newtonSchulz' | 'kernels' }
>;

interface LaneStatistics {
  readonly program: LaneProgram;
  readonly sampling: Sampling;
  readonly weightType: TensorType;
  readonly iteration: Iteration | null;
  destroy(): void;
}

/**
 * Looks at the statistics of a layer's patches, at D and at the weights, on the batch of the coming step.
 *
 * @param screen where a covariance with a shading is seen from the GPU's memory, if anywhere
 */
export async function createStatisticsProbe(
  network: Network,
  request: StatisticsRequest,
  screen?: Screen<MatrixPictures>,
): Promise<Probe> {
  const opened = openTraining(network, request.layer);
  const lanes = await forEachLane(network, async (lane, index): Promise<LaneStatistics> => {
    const { graph, layer, sampling } = opened[index]!;
    const { whitening } = layer;
    const covariance =
      whitening?.covariance ??
      patchStatistics(graph, layer.input, { ...sampling, eps: lane.options.lane.eps }).covariance;
    const deconv = whitening?.deconv;
    const outputs: Record<string, Tensor> =
      request.kind === 'kernels'
        ? {
            weight: layer.weight,
            ...(deconv && { deconv }),
            ...(layer.effectiveWeight !== layer.weight && { effective: layer.effectiveWeight }),
          }
        : {
            covariance,
            ...(deconv && {
              after: squareProduct(graph, squareProduct(graph, deconv, covariance), deconv),
            }),
          };
    const program = await LaneProgram.create(lane, graph, {
      outputs,
      externals: lane.options.batches.externals,
    });
    return {
      program,
      sampling: samplingOf(layer.input, sampling),
      weightType: layer.weight,
      iteration: whitening,
      destroy: () => program.destroy(),
    };
  });

  const view =
    request.kind === 'covariance' && request.shading && screen
      ? await openView(network, lanes, { shading: request.shading, screen })
      : null;

  return {
    needsStep: false,
    async submit() {
      const isLookedAt = network.lanes.map(({ isStopped }) => !isStopped);
      network.submitPass((pass) => {
        for (const [i, { program }] of lanes.entries()) if (isLookedAt[i]) program.encode(pass);
      });
      view?.draw(isLookedAt);
      const readings = await Promise.all(
        lanes.map(({ program }, i) => (isLookedAt[i] ? program.read() : Promise.resolve(null))),
      );
      return () => lookAtAll(request.kind, lanes, readings);
    },
    ...(view && { shade: (shading) => view.shade(shading) }),
    destroy: () => {
      view?.destroy();
      for (const lane of lanes) lane.destroy();
    },
  };
}

/** Gives back the lanes where there is no room for pictures. */
async function openView(
  network: Network,
  lanes: readonly LaneStatistics[],
  options: MatrixViewOptions,
): Promise<MatrixView> {
  const matrices = lanes.map(({ program, sampling: { features } }): LaneMatrices => {
    const before = program.range('covariance');
    return program.has('after')
      ? { features, treatment: 'whitened', before, after: program.range('after') }
      : { features, treatment: 'scaled', before, after: before };
  });
  try {
    return await MatrixView.create(network, matrices, options);
  } catch (error) {
    for (const lane of lanes) lane.destroy();
    throw error;
  }
}

function* lookAtAll(
  kind: StatisticsRequest['kind'],
  lanes: readonly LaneStatistics[],
  readings: readonly (Reading | null)[],
): Generator<undefined, ProbeResult> {
  switch (kind) {
    case 'covariance':
      return { kind, lanes: yield* eachLane(lanes, readings, lookAtCovariance) };
    case 'spectrum':
      return { kind, lanes: yield* eachLane(lanes, readings, lookAtSpectrum) };
    case 'newtonSchulz':
      return {
        kind,
        lanes: yield* eachLane(lanes, readings, ({ iteration, sampling }, reading) => {
          const after = reading.has('after') ? block(reading, 'after', sampling) : null;
          return lookAtNewtonSchulz(block(reading, 'covariance', sampling), { iteration, after });
        }),
      };
    case 'kernels':
      return { kind, lanes: yield* eachLane(lanes, readings, lookAtLaneKernels) };
  }
}

function* eachLane<Look>(
  lanes: readonly LaneStatistics[],
  readings: readonly (Reading | null)[],
  look: (lane: LaneStatistics, reading: Reading) => Generator<undefined, Look>,
): Generator<undefined, (Look | null)[]> {
  const looks: (Look | null)[] = [];
  for (const [i, lane] of lanes.entries()) {
    const reading = readings[i];
    looks.push(reading ? yield* look(lane, reading) : null);
  }
  return looks;
}

/** The matrix of the first group. */
function block(reading: Reading, name: string, { features }: Sampling): Float32Array<ArrayBuffer> {
  return reading.values(name).slice(0, features ** 2);
}

/** The covariance after what the layer does to it, or what scaling each feature alone could do. */
function afterOf(
  reading: Reading,
  before: Float32Array,
  sampling: Sampling,
): { treatment: Treatment; after: Float32Array<ArrayBuffer> } {
  return reading.has('after')
    ? { treatment: 'whitened', after: block(reading, 'after', sampling) }
    : { treatment: 'scaled', after: correlation(before, sampling.features) };
}

function* lookAtCovariance({ sampling }: LaneStatistics, reading: Reading) {
  const { features } = sampling;
  const before = block(reading, 'covariance', sampling);
  yield;
  const { treatment, after } = afterOf(reading, before, sampling);
  return {
    features,
    treatment,
    before: yield* lookAtMatrix(before, features),
    after: yield* lookAtMatrix(after, features),
  };
}

function* lookAtSpectrum({ sampling }: LaneStatistics, reading: Reading) {
  const before = block(reading, 'covariance', sampling);
  const { treatment, after } = afterOf(reading, before, sampling);
  return { treatment, before: yield* spectrumOf(before), after: yield* spectrumOf(after) };
}

function* lookAtLaneKernels({ weightType, sampling }: LaneStatistics, reading: Reading) {
  yield;
  return lookAtKernels({
    weight: reading.memory('weight'),
    type: weightType,
    effective: reading.has('effective') ? reading.memory('effective') : null,
    deconv: reading.has('deconv') ? block(reading, 'deconv', sampling) : null,
    sampling,
  });
}
