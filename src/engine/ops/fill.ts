import { assert } from '../../util/assert.ts';
import type { Graph, Tensor } from '../graph.ts';
import { linearWorkgroups, type Op } from '../op.ts';
import { physicalBytes, type TensorType } from '../tensor.ts';

/** A tensor whose every element is `value`. Zero alone fits layouts with padding, which stays zero. */
export function fill(graph: Graph, type: TensorType, value: number): Tensor {
  assert(value === 0 || type.layout === 'flat', 'fill: padding must stay zero');
  const op: Op = {
    name: 'fill',
    infer: () => [type],
    lower({ outputs: [output] }) {
      const size = physicalBytes(output!) / 16;
      return [
        {
          kernel: 'elementwise/fill',
          constants: { SIZE: size, VALUE: value },
          reads: {},
          writes: { output: output! },
          workgroups: linearWorkgroups(size),
        },
      ];
    },
  };
  return graph.apply1(op, []);
}
