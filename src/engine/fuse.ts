import type { Node, Tensor } from './graph.ts';

/**
 * Replaces pairs of nodes by one that does the work of both, wherever an op offers it (`Op.fuse`): normalisation with
 * the shortcut, the rectifier and the pool behind it, and their gradients. A tensor that only stood between the two is gone;
 * all others stay the same objects, so that nothing else of the graph changes.
 *
 * @param nodes in an order in which they can run
 * @param kept tensors that must exist at the end
 */
export function fuse(nodes: readonly Node[], kept: readonly Tensor[]): Node[] {
  const result = [...nodes];
  const uses = new Map<Tensor, number>(kept.map((tensor) => [tensor, Infinity]));
  const count = ({ inputs }: Pick<Node, 'inputs'>, by: 1 | -1) => {
    for (const input of inputs) uses.set(input, (uses.get(input) ?? 0) + by);
  };
  for (const node of nodes) count(node, 1);
  // A fusion can leave a tensor of earlier nodes with a single use, so that they can be fused in turn.
  for (let before = Infinity; result.length < before;) {
    before = result.length;
    fuseOnce(result, uses, count);
  }
  return result;
}

function fuseOnce(
  result: Node[],
  uses: ReadonlyMap<Tensor, number>,
  count: (node: Pick<Node, 'inputs'>, by: 1 | -1) => void,
): void {
  for (let i = 0; i < result.length; i++) {
    const first = result[i]!;
    const [between, ...others] = first.outputs;
    if (uses.get(between!) !== 1) continue;
    const at = result.findIndex(({ inputs }) => inputs.includes(between!));
    const second = result[at]!;
    const fusion = first.op.fuse?.(first, second) ?? second.op.fuse?.(first, second);
    if (!fusion) continue;
    // The fused node runs in the place of the second: what else the first computes must not be needed before.
    const isNeededBefore = result
      .slice(i + 1, at)
      .some(({ inputs }) => inputs.some((input) => others.includes(input)));
    if (isNeededBefore) continue;
    result[at] = { ...fusion, part: second.part, outputs: [...second.outputs, ...others] };
    count(first, -1);
    count(second, -1);
    count(fusion, 1);
    result.splice(i--, 1);
  }
}
