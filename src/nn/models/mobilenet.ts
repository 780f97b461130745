import type { Tensor } from '../../engine/graph.ts';
import { relu } from '../../engine/ops/activations.ts';
import { add } from '../../engine/ops/add.ts';
import { nchw } from '../../engine/tensor.ts';
import { convBlock, type OwnDeconvSettings } from '../blocks.ts';
import type { Scope } from '../scope.ts';
import { scaleChannels, scaleDepth, type Model, type ModelOptions } from './model.ts';
import { classifier, freezing, numberedConv, stem } from './parts.ts';

/** A row of the table of a network of inverted bottlenecks. */
export interface Row {
  readonly expansion: number;
  readonly channels: number;
  readonly depth: number;
  /** Of the first block. */
  readonly stride: number;
}

export const rows = (table: readonly (readonly [number, number, number, number])[]): Row[] =>
  table.map(([expansion, channels, depth, stride]) => ({ expansion, channels, depth, stride }));

const table = rows([
  [1, 16, 1, 1],
  [6, 24, 2, 1],
  [6, 32, 3, 2],
  [6, 64, 4, 2],
  [6, 96, 3, 1],
  [6, 160, 3, 2],
  [6, 320, 1, 1],
]);

export interface Inverted {
  readonly expansion: number;
  readonly outChannels: number;
  readonly stride: number;
}

/** 1x1 to `expansion` times the channels, depthwise 3x3, 1x1 to `outChannels` without a rectifier. */
export function invertedBottleneck(
  scope: Scope,
  input: Tensor,
  { expansion, outChannels, stride }: Inverted,
  {
    depthwise,
    projection,
  }: { readonly depthwise: OwnDeconvSettings; readonly projection: OwnDeconvSettings },
  options: ModelOptions,
): Tensor {
  const wide = expansion * nchw(input).c;
  const conv = numberedConv(scope, options);
  const expanded = relu(scope.graph, conv(input, 1, wide));
  const window = { kernelSize: 3, stride, groups: wide };
  const filtered = relu(scope.graph, conv(expanded, 2, wide, { ...window, deconv: depthwise }));
  return conv(filtered, 3, outChannels, { deconv: projection });
}

/** The input of a block of stride 1, or a 1x1 convolution of it where the channels change. */
export function invertedShortcut(
  scope: Scope,
  input: Tensor,
  outChannels: number,
  options: ModelOptions,
): Tensor {
  if (nchw(input).c === outChannels) return input;
  const names = { conv: 'shortcut.0', norm: () => 'shortcut.1' };
  return convBlock(scope, input, { outChannels, kernelSize: 1, ...names }, options);
}

/** Blocks `layers.0`, `layers.1`, ... of a table. */
export function invertedStages(
  scope: Scope,
  input: Tensor,
  {
    table,
    block,
  }: { table: readonly Row[]; block: (at: Scope, input: Tensor, inverted: Inverted) => Tensor },
  options: ModelOptions,
): Tensor {
  let output = input;
  let count = 0;
  for (const { expansion, channels, depth, stride } of table)
    for (let i = 0; i < scaleDepth(depth, options.depth); i++) {
      const outChannels = scaleChannels(channels, options.width);
      const inverted = { expansion, outChannels, stride: i === 0 ? stride : 1 };
      output = block(scope.child(`layers.${count++}`), output, inverted);
    }
  return output;
}

/** MobileNet v2 with plain rectifiers, for small images. */
export const mobilenetV2: Model = (scope, input, options) => {
  const { graph } = scope;
  scope.order('conv1', 'bn1', 'conv2', 'bn2');
  const outChannels = scaleChannels(32, options.width);
  const first = stem(scope, input, { outChannels, deconv: freezing(10) }, options);
  const block = (at: Scope, features: Tensor, inverted: Inverted) => {
    // Depthwise layers and projections run once; a projection whitens blocks of the whole block's input channels.
    const own = { depthwise: { iterations: 1 }, projection: { iterations: 1, blockSize: nchw(features).c } };
    const output = invertedBottleneck(at, features, inverted, own, options);
    if (inverted.stride !== 1) return output;
    return add(graph, output, invertedShortcut(at, features, inverted.outChannels, options));
  };
  const maps = invertedStages(scope, first, { table, block }, options);
  const head = { outChannels: scaleChannels(1280, options.width), kernelSize: 1 };
  const last = convBlock(scope, maps, { ...head, conv: 'conv2', norm: () => 'bn2' }, options);
  return classifier(scope, relu(graph, last), 'linear', options);
};
