import type { Tensor } from '../../engine/graph.ts';
import { relu } from '../../engine/ops/activations.ts';
import { add } from '../../engine/ops/add.ts';
import { concat, sliceChannels } from '../../engine/ops/concat.ts';
import { nchw } from '../../engine/tensor.ts';
import { convBlock } from '../blocks.ts';
import type { Scope } from '../scope.ts';
import { scaleChannels, type Model, type ModelOptions } from './model.ts';
import { classifier, freezing, numberedConv, stages, stem, type BlockPlace } from './parts.ts';

const groups = 32;
/** DPN-92: channels between, residual channels, channels that each block appends, blocks, first stride. */
const table = [
  { mid: 96, out: 256, dense: 16, depth: 3, stride: 1 },
  { mid: 192, out: 512, dense: 32, depth: 4, stride: 2 },
  { mid: 384, out: 1024, dense: 24, depth: 20, stride: 2 },
  { mid: 768, out: 2048, dense: 128, depth: 3, stride: 2 },
];

/**
 * Two paths: the first `out` channels are added to those of the input, as in ResNet; the others are appended to
 * the input's, as in DenseNet.
 */
function dualPathBlock(scope: Scope, input: Tensor, place: BlockPlace, options: ModelOptions): Tensor {
  const { graph } = scope;
  const { stage, stride, isFirst } = place;
  const row = table[stage]!;
  const mid = scaleChannels(row.mid, options.width, groups);
  const out = scaleChannels(row.out, options.width);
  const wide = out + scaleChannels(row.dense, options.width);
  const conv = numberedConv(scope, options);
  scope.order('shortcut');
  const reduced = relu(graph, conv(input, 1, mid));
  const middle = relu(graph, conv(reduced, 2, mid, { kernelSize: 3, stride, groups }));
  const output = conv(middle, 3, wide);
  const names = { conv: 'shortcut', convInBatch: 'shortcut.0', norm: () => 'shortcut.1' };
  const kept = isFirst
    ? convBlock(scope, input, { outChannels: wide, kernelSize: 1, stride, ...names }, options)
    : input;
  const part = (tensor: Tensor, from: number, to: number) =>
    sliceChannels(graph, tensor, { from, count: to - from });
  const sum = add(graph, part(kept, 0, out), part(output, 0, out));
  return relu(graph, concat(graph, [sum, part(kept, out, nchw(kept).c), part(output, out, wide)]));
}

/** DPN-92: four stages of dual path blocks. */
export const dpn92: Model = (scope, input, options) => {
  const outChannels = scaleChannels(64, options.width);
  const first = stem(scope, input, { outChannels, deconv: freezing(10) }, options);
  const block = (at: Scope, features: Tensor, place: BlockPlace) =>
    dualPathBlock(at, features, place, options);
  return classifier(scope, stages(scope, first, { plan: table, block }, options), 'linear', options);
};
