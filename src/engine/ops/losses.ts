import { assert, UserError } from '../../util/assert.ts';
import type { Graph, Tensor } from '../graph.ts';
import type { Op } from '../op.ts';
import { flat, formatShape } from '../tensor.ts';

/** Label of a sample that does not count, such as one that fills up the last batch. */
export const ignoredLabel = 0xffff_ffff;

export interface LossOptions {
  /**
   * External tensor [slots * 4] into whose slot `step.ringSlot` (modulo the slots) each run writes loss, number
   * of right answers, number of samples that count, and 0.
   */
  readonly ring?: Tensor;
}

export interface SoftmaxCrossEntropyOptions extends LossOptions {
  /** Share of the target that is spread over all classes. Default 0. */
  readonly labelSmoothing?: number;
}

export interface Loss {
  /** Mean over the samples that count: [1]. Differentiable, as the root of the differentiation. */
  readonly loss: Tensor;
  /** Samples whose largest logit is the label's: [1]. */
  readonly correct: Tensor;
}

interface LossKernel {
  readonly name: string;
  readonly constants?: Readonly<Record<string, number>>;
  readonly ring?: Tensor | undefined;
}

/** The kernels compute the gradient along with the loss: it costs little and saves reading the logits again. */
function lossOp({ name, constants = {}, ring }: LossKernel): Op {
  return {
    name,
    hasEffect: ring !== undefined,
    infer([logits, labels]) {
      const { shape, layout } = logits!;
      if (layout !== 'activation' || shape.length !== 2)
        throw new UserError(`${name}: expects logits [N,classes], got ${formatShape(shape)}`);
      if (labels!.layout !== 'flat' || formatShape(labels!.shape) !== formatShape([shape[0]!]))
        throw new UserError(
          `${name}: expects one label for each of ${shape[0]} samples, got labels ${formatShape(labels!.shape)}`,
        );
      return [flat(1), flat(1), { shape, layout }];
    },
    lower({ inputs: [logits, labels], outputs: [loss, correct, gradLogits], scratch }) {
      const [samples, classes] = logits!.shape as [number, number];
      const metrics = ring ?? scratch(flat(4));
      return [
        {
          kernel: `loss/${name}`,
          constants: {
            ...constants,
            SAMPLES: samples,
            CLASSES: classes,
          },
          reads: { logits: logits!, labels: labels! },
          writes: { loss: loss!, correct: correct!, gradLogits: gradLogits!, ring: metrics },
          workgroups: [1, 1, 1],
        },
      ];
    },
    gradient({ outputs: [, , gradLogits], gradOutputs }) {
      assert(
        gradOutputs.every((gradient) => gradient === null),
        `${name}: its gradient can be taken only where it is the loss itself`,
      );
      return [gradLogits!, null];
    },
  };
}

function applyLoss(graph: Graph, kernel: LossKernel, logits: Tensor, labels: Tensor): Loss {
  const [loss, correct] = graph.apply(lossOp(kernel), [logits, labels]);
  return { loss: loss!, correct: correct! };
}

/**
 * Mean cross entropy of softmax(logits) and the labels.
 *
 * @param logits [N, classes]
 * @param labels [N] whole numbers (u32); samples labelled {@link ignoredLabel} do not count.
 */
export function softmaxCrossEntropy(
  graph: Graph,
  logits: Tensor,
  labels: Tensor,
  { labelSmoothing = 0, ring }: SoftmaxCrossEntropyOptions = {},
): Loss {
  const kernel = { name: 'softmaxCrossEntropy', constants: { SMOOTHING: labelSmoothing }, ring };
  return applyLoss(graph, kernel, logits, labels);
}

/**
 * Mean squared difference of logits and one-hot labels, times classes / 2 (PAPER §3.1): the mean over samples of
 * half the squared distance. Shapes as {@link softmaxCrossEntropy}.
 */
export function l2Loss(graph: Graph, logits: Tensor, labels: Tensor, { ring }: LossOptions = {}): Loss {
  return applyLoss(graph, { name: 'l2Loss', ring }, logits, labels);
}
