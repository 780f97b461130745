import type { Tensor } from '../../engine/graph.ts';
import { relu } from '../../engine/ops/activations.ts';
import { add } from '../../engine/ops/add.ts';
import { concat } from '../../engine/ops/concat.ts';
import { maxPool2d } from '../../engine/ops/pool2d.ts';
import { nchw } from '../../engine/tensor.ts';
import { convBlock } from '../blocks.ts';
import type { Scope } from '../scope.ts';
import { scaleChannels, scaleDepth, type Model, type ModelOptions } from './model.ts';
import { classifier, freezing, stem } from './parts.ts';

/** Cells of the stages that keep the size. */
const cells = 6;

interface CellOptions {
  readonly outChannels: number;
  readonly stride: number;
}
type Cell = (scope: Scope, input: Tensor, cell: CellOptions, options: ModelOptions) => Tensor;

/** Depthwise convolution with its batch norm; no 1x1 follows. Groups are the input's channels. */
function separable(
  scope: Scope,
  input: Tensor,
  { outChannels, stride, kernelSize }: CellOptions & { kernelSize: number },
  options: ModelOptions,
): Tensor {
  const window = { kernelSize, stride, groups: nchw(input).c };
  return convBlock(scope, input, { outChannels, ...window, conv: 'conv1', norm: () => 'bn1' }, options);
}

/** 3x3 max pool; where the size changes, a 1x1 convolution to the new channels follows. */
function pooled(
  scope: Scope,
  input: Tensor,
  { outChannels, stride }: CellOptions,
  options: ModelOptions,
): Tensor {
  const output = maxPool2d(scope.graph, input, { kernelSize: 3, stride, padding: 1 });
  if (stride === 1) return output;
  return convBlock(scope, output, { outChannels, kernelSize: 1, conv: 'conv1', norm: () => 'bn1' }, options);
}

/** relu(depthwise 7x7 + pool). */
export const cellA: Cell = (scope, input, cell, options) => {
  const { graph } = scope;
  const left = separable(scope.child('sep_conv1'), input, { ...cell, kernelSize: 7 }, options);
  return relu(graph, add(graph, left, pooled(scope, input, cell, options)));
};

/** relu(depthwise 7x7 + depthwise 3x3) beside relu(pool + depthwise 5x5), then 1x1 to half of both. */
export const cellB: Cell = (scope, input, cell, options) => {
  const { graph } = scope;
  const apart = (name: string, kernelSize: number) =>
    separable(scope.child(name), input, { ...cell, kernelSize }, options);
  const left = add(graph, apart('sep_conv1', 7), apart('sep_conv2', 3));
  const middle = apart('sep_conv3', 5);
  const right = add(graph, pooled(scope, input, cell, options), middle);
  // Rectified in the pass that joins them, which then is no copy more.
  const both = relu(graph, concat(graph, [left, right]));
  const { outChannels } = cell;
  const layer = { outChannels, kernelSize: 1, conv: 'conv2', norm: () => 'bn2' };
  return relu(graph, convBlock(scope, both, layer, options));
};

/** PNASNet for small images: six cells, one of stride 2 to twice the channels, six, another, six. */
export function pnasnet(cell: Cell, channels: number): Model {
  return (scope, input, options) => {
    const base = scaleChannels(channels, options.width);
    let output = stem(scope, input, { outChannels: base, deconv: freezing(10) }, options);
    for (const [stage, factor] of [1, 2, 4].entries()) {
      const outChannels = factor * base;
      if (stage > 0)
        output = cell(scope.child(`layer${2 * stage}`), output, { outChannels, stride: 2 }, options);
      for (let i = 0; i < scaleDepth(cells, options.depth); i++) {
        const at = scope.child(`layer${2 * stage + 1}.${i}`);
        output = cell(at, output, { outChannels, stride: 1 }, options);
      }
    }
    return classifier(scope, output, 'linear', options);
  };
}
