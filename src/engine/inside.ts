import type { Node, Tensor } from './graph.ts';
import { nchw } from './tensor.ts';

/** Channels `from` and following of an activation. */
export interface ChannelPlace {
  readonly of: Tensor;
  readonly from: number;
}

/**
 * Which activations lie in the memory of a wider one, as its first or its last channels: what a concatenation joins to
 * something, where it is a concatenation itself. A chain of them, such as a dense block, is one tensor that grows, and no
 * channel is copied twice. Only tensors that nobody else reads than operations which can read them there (`Op.readsEnds`).
 *
 * @param nodes in an order in which they run
 * @param kept tensors that must exist by themselves at the end
 */
export function placeInside(nodes: readonly Node[], kept: readonly Tensor[]): Map<Tensor, ChannelPlace> {
  const places = new Map<Tensor, ChannelPlace>();
  const readers = new Map<Tensor, Node[]>();
  for (const node of nodes)
    for (const input of node.inputs) readers.set(input, [...(readers.get(input) ?? []), node]);
  // Wide ones first: places are given in the widest.
  for (const node of [...nodes].reverse()) {
    if (!node.op.joinsChannels) continue;
    const [output] = node.outputs;
    const { of, from } = places.get(output!) ?? { of: output!, from: 0 };
    let to = from;
    for (const input of node.inputs) {
      const { c } = nchw(input);
      const isWhole = [c, to, nchw(of).c].every((channels) => channels % 4 === 0);
      const isAtEnd = to === 0 || to + c === nchw(of).c;
      const isJoined = input.source.kind === 'node' && input.source.node.op.joinsChannels;
      const canRead = (reader: Node) =>
        reader === node ||
        (reader.op.readsEnds?.(reader.inputs) === true && reader.inputs.lastIndexOf(input) === 0);
      const isOnce = node.inputs.filter((other) => other === input).length === 1;
      if (
        isWhole &&
        isAtEnd &&
        isJoined &&
        isOnce &&
        !kept.includes(input) &&
        readers.get(input)!.every(canRead)
      )
        places.set(input, { of, from: to });
      to += c;
    }
  }
  return places;
}
