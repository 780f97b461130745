import type { Graph, Tensor } from '../graph.ts';
import type { Op } from '../op.ts';
import { flat, type TensorType } from '../tensor.ts';

/** Parts into which each range is cut, so that a large one keeps a device busy. */
export const normParts = 32;

/** Values of a part: squared norms of gradient, parameter and change; one is unused. */
const partValues = 4;

const op: Op = {
  name: 'rangeNorms',
  infer: ([, , , ranges]) => [flat(ranges!.shape[0]!, normParts, partValues)],
  lower({ inputs: [parameter, before, gradient, ranges], outputs: [norms] }) {
    const count = ranges!.shape[0]!;
    return [
      {
        kernel: 'probe/rangeNorms',
        constants: { RANGES: count, PARTS: normParts },
        reads: { parameter: parameter!, before: before!, gradient: gradient!, ranges: ranges! },
        writes: { norms: norms! },
        workgroups: [normParts, count, 1],
      },
    ];
  },
};

/** The ranges for {@link rangeNorms} as it reads them: first vec4 and number of vec4s of each. */
export function rangesOf(
  variables: readonly { readonly offset: number; readonly bytes: number }[],
): Uint32Array<ArrayBuffer> {
  return Uint32Array.from(variables.flatMap(({ offset, bytes }) => [offset / 16, bytes / 16]));
}

/** Type of the ranges tensor for `count` variables. */
export function rangesType(count: number): TensorType {
  return flat(count, 2);
}

/**
 * Squared norms over ranges of the flat buffers of parameters, of the parameters before a step, and of gradients.
 *
 * @param buffers parameter, before, gradient: flat, of one length
 * @param ranges [ranges, 2], see {@link rangesOf}
 * @returns [ranges, normParts, 4]: parts whose sums are |gradient|², |parameter|², |parameter - before|²
 */
export function rangeNorms(
  graph: Graph,
  buffers: { readonly parameter: Tensor; readonly before: Tensor; readonly gradient: Tensor },
  ranges: Tensor,
): Tensor {
  return graph.apply1(op, [buffers.parameter, buffers.before, buffers.gradient, ranges]);
}

export interface RangeNorms {
  readonly gradient: number;
  readonly parameter: number;
  readonly update: number;
}

/** Adds the parts up and takes the roots. */
export function readRangeNorms(values: Float32Array): RangeNorms[] {
  const length = normParts * partValues;
  return Array.from({ length: values.length / length }, (_, range) => {
    const sums = [0, 0, 0];
    for (let part = 0; part < normParts; part++)
      sums.forEach((_, i) => (sums[i]! += values[range * length + part * partValues + i]!));
    const [gradient, parameter, update] = sums.map(Math.sqrt);
    return { gradient: gradient!, parameter: parameter!, update: update! };
  });
}
