import type { Tensor } from '../../engine/graph.ts';
import { relu } from '../../engine/ops/activations.ts';
import { add } from '../../engine/ops/add.ts';
import { flatten } from '../../engine/ops/flatten.ts';
import { globalAvgPool2d } from '../../engine/ops/pool2d.ts';
import { nchw } from '../../engine/tensor.ts';
import { convBlock, linearBlock } from '../blocks.ts';
import type { Scope } from '../scope.ts';
import { scaleChannels, type Model, type ModelOptions } from './model.ts';

const stageChannels = [64, 128, 256, 512];

/**
 * ResNet for small images: a 3x3 convolution, four stages of basic blocks, the average of each map, one linear
 * layer. On images of 32x32 the last maps have 4x4 pixels, so that the average is the 4x4 pool of the original.
 *
 * @param depths blocks of each stage.
 */
export function resnet(depths: readonly number[]): Model {
  return (scope, input, options) => {
    const { graph } = scope;
    let output = convBlock(
      scope,
      input,
      {
        outChannels: scaleChannels(stageChannels[0]!, options.width),
        kernelSize: 3,
        conv: 'conv1',
        norm: () => 'bn1',
        ...(options.firstIterations && { deconv: { iterations: options.firstIterations } }),
      },
      options,
    );
    output = relu(graph, output);
    depths.forEach((depth, stage) => {
      const outChannels = scaleChannels(stageChannels[stage]!, options.width);
      for (let block = 0; block < depth; block++) {
        const stride = stage > 0 && block === 0 ? 2 : 1;
        const blockScope = scope.child(`layer${stage + 1}.${block}`);
        output = basicBlock(blockScope, output, { outChannels, stride }, options);
      }
    });
    const means = flatten(graph, globalAvgPool2d(graph, output));
    return linearBlock(scope.child('linear'), means, { outFeatures: options.classes }, options);
  };
}

/** relu(conv(relu(conv(input))) + shortcut), where the shortcut is a 1x1 convolution if the shape changes. */
function basicBlock(
  scope: Scope,
  input: Tensor,
  { outChannels, stride }: { outChannels: number; stride: number },
  options: ModelOptions,
): Tensor {
  const { graph } = scope;
  // PyTorch's order: the modules of the constructor, not of the forward pass.
  scope.order('conv1', 'conv2', 'shortcut.0', 'shortcut.1', 'bn1', 'bn2');
  const layer = { outChannels, kernelSize: 3 };
  const inner = relu(
    graph,
    convBlock(scope, input, { ...layer, stride, conv: 'conv1', norm: () => 'bn1' }, options),
  );
  const output = convBlock(scope, inner, { ...layer, conv: 'conv2', norm: () => 'bn2' }, options);
  if (stride === 1 && nchw(input).c === outChannels) return relu(graph, add(graph, output, input));
  const shortcut = convBlock(
    scope,
    input,
    { outChannels, kernelSize: 1, stride, conv: 'shortcut.0', norm: () => 'shortcut.1' },
    options,
  );
  return relu(graph, add(graph, output, shortcut));
}
