import { squareProduct } from '../../engine/ops/squareProduct.ts';
import { patchStatistics } from '../../engine/ops/patchStatistics.ts';
import { activation, flat, physicalBytes } from '../../engine/tensor.ts';
import type { Lane } from '../lanes.ts';
import type { Network } from '../network.ts';
import { StagedReader } from '../../gpu/stagedReader.ts';
import { programName } from '../trainingCycle.ts';
import { LaneProgram } from './laneProgram.ts';
import { rangeOfWeight } from './layers.ts';
import { forEachLane, openTraining, type Probe } from './looking.ts';
import type { ProbeRequest, StepLook } from './probe.ts';
import { lookAtStep, shownImages, type StepBuffers, type StepLayer } from './stepLook.ts';

/** One of a lane's training programs as far as it is looked at before the step. */
interface Before {
  readonly program: LaneProgram;
  readonly layer: StepLayer;
}

/**
 * Takes one step apart: what its batch and the layer's statistics are and what comes of them is computed by the
 * step's own kernels beside it; loss, gradient and the changed weight are those that the step left.
 */
export async function createStepProbe(
  network: Network,
  { layer: index }: Extract<ProbeRequest, { readonly kind: 'step' }>,
): Promise<Probe> {
  const lanes = await forEachLane(network, async (lane, position) => {
    const before = new Map<string, Before>();
    const destroyPrograms = () => before.forEach(({ program }) => program.destroy());
    try {
      for (const mode of lane.cycle.modes)
        before.set(
          programName(mode),
          await createBefore(lane, openTraining(network, index, mode)[position]!),
        );
    } catch (error) {
      destroyPrograms();
      throw error;
    }
    const [{ layer }] = before.values() as unknown as [Before];
    const after = readerOf(network, lane, layer);
    return {
      ...{ lane, position, before, after },
      destroy: () => {
        destroyPrograms();
        after.destroy();
      },
    };
  });

  return {
    needsStep: true,
    async submit(takeStep, stepping) {
      const taken = lanes
        .filter(({ lane }) => stepping.includes(lane))
        .map((each) => {
          const { step } = each.lane;
          return { ...each, ...each.before.get(programName(each.lane.cycle.at(step)))!, step };
        });
      network.submitPass((pass) => {
        for (const { program } of taken) program.encode(pass);
      });
      // Copied before the step changes the weight.
      const readings = taken.map(({ program }) => program.read());
      takeStep();
      const looks = await Promise.all(
        taken.map(async ({ lane, position, after, layer, step }, i) => ({
          ...{ lane, layer, step },
          before: await readings[i]!,
          after: await after.read(),
          learningRate: network.learningRateOf(position, step),
        })),
      );
      return function* () {
        const seen = new Map<Lane, StepLook>();
        for (const { lane, after, ...look } of looks) {
          const [gradient, weight, ring, images, labels] = after as StepBuffers;
          const buffers = { gradient, weight, ring, images, labels };
          seen.set(lane, yield* lookAtStep({ ...look, ...buffers, dataset: network.dataset }));
        }
        return { kind: 'step', lanes: lanes.map(({ lane }) => seen.get(lane) ?? null) };
      };
    },
    destroy: () => {
      for (const lane of lanes) lane.destroy();
    },
  };
}

async function createBefore(
  lane: Lane,
  { graph, layer, sampling, logits }: ReturnType<typeof openTraining>[number],
): Promise<Before> {
  const { whitening, input, normalized, weight, effectiveWeight } = layer;
  const covariance =
    whitening?.covariance ??
    patchStatistics(graph, input, { ...sampling, eps: lane.options.lane.eps }).covariance;
  const deconv = whitening?.deconv;
  const program = await LaneProgram.create(lane, graph, {
    outputs: {
      ...{ input, covariance, weight, normalized, logits },
      ...(effectiveWeight !== weight && { effective: effectiveWeight }),
      ...(deconv && {
        deconv,
        after: squareProduct(graph, squareProduct(graph, deconv, covariance), deconv),
      }),
    },
    externals: lane.options.batches.externals,
    images: 1,
  });
  return { program, layer: { ...layer, batchSize: lane.options.config.batchSize, patches: sampling } };
}

/** Of what the step leaves, see {@link StepBuffers}. */
function readerOf({ dataset }: Network, lane: Lane, layer: StepLayer): StagedReader {
  const { gpu, counter, batches, config } = lane.options;
  const { images, labels } = batches.externals;
  const shown = Math.min(shownImages, config.batchSize);
  const { offset, bytes } = rangeOfWeight(layer);
  return new StagedReader(gpu.device, counter, [
    { buffer: lane.executor.gradient, offset, bytes },
    { buffer: lane.executor.parameter, offset, bytes },
    lane.ring,
    { buffer: images!, offset: 0, bytes: physicalBytes(activation(shown, ...dataset.shape)) },
    { buffer: labels!, offset: 0, bytes: physicalBytes(flat(shown)) },
  ]);
}
