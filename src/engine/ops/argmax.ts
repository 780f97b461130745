import { UserError } from '../../util/assert.ts';
import type { Graph, Tensor } from '../graph.ts';
import { linearWorkgroups, type Op } from '../op.ts';
import { formatShape, physicalSize } from '../tensor.ts';

function argmaxOp(answers: Tensor): Op {
  return {
    name: 'argmax',
    hasEffect: true,
    infer([logits]) {
      const { shape, layout } = logits!;
      if (layout !== 'activation' || shape.length !== 2)
        throw new UserError(`argmax: expects logits [N,classes], got ${formatShape(shape)}`);
      return [];
    },
    lower({ inputs: [logits] }) {
      const [samples, classes] = logits!.shape as [number, number];
      return [
        {
          kernel: 'loss/argmax',
          constants: { SAMPLES: samples, CLASSES: classes, SLOTS: physicalSize(answers) },
          reads: { logits: logits! },
          writes: {},
          updates: { answers },
          workgroups: linearWorkgroups(samples),
        },
      ];
    },
  };
}

/**
 * Writes the class with the largest logit of each sample that counts (`step.count`) to `answers`, from position
 * `step.first` on: batch by batch, the answers to a whole test set.
 *
 * @param logits [N, classes]
 * @param answers external [slots] u32, in which whatever the batch does not reach stays as it was
 */
export function argmax(graph: Graph, logits: Tensor, answers: Tensor): void {
  graph.apply(argmaxOp(answers), [logits]);
}
