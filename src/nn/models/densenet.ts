import type { Tensor } from '../../engine/graph.ts';
import { relu } from '../../engine/ops/activations.ts';
import { concat } from '../../engine/ops/concat.ts';
import { avgPool2d, maxPool2d } from '../../engine/ops/pool2d.ts';
import { nchw } from '../../engine/tensor.ts';
import { activeMaps, convBlock, normBlock, sharedMaps } from '../blocks.ts';
import type { Scope } from '../scope.ts';
import { scaleChannels, scaleDepth, type Model, type ModelOptions } from './model.ts';
import { classifier, freezing, stem } from './parts.ts';

const growthRate = 32;

/** Names, and the order of a layer's new channels: in front of its input, or behind it as in torchvision. */
interface Form {
  readonly norm: string;
  readonly layer: (block: number, index: number) => string;
  readonly transition: (block: number) => string;
  readonly newFirst: boolean;
}

const small: Form = {
  norm: 'bn',
  layer: (block, index) => `dense${block}.${index}`,
  transition: (block) => `trans${block}`,
  newFirst: true,
};

const imagenet: Form = {
  norm: 'norm',
  layer: (block, index) => `denseblock${block}.denselayer${index + 1}`,
  transition: (block) => `transition${block}`,
  newFirst: false,
};

function dense(
  scope: Scope,
  input: Tensor,
  { depths, form }: { depths: readonly number[]; form: Form },
  options: ModelOptions,
): Tensor {
  const { graph } = scope;
  const growth = scaleChannels(growthRate, options.width);
  let maps = sharedMaps(scope, input, options);
  depths.forEach((depth, index) => {
    for (let i = 0; i < scaleDepth(depth, options.depth); i++) {
      const at = scope.child(form.layer(index + 1, i));
      const inner = { conv: 'conv1', outChannels: 4 * growth, kernelSize: 1, norm: null };
      const outer = { conv: 'conv2', outChannels: growth, kernelSize: 3, norm: null };
      const narrow = convBlock(at, activeMaps(at.child(`${form.norm}1`), maps, options), inner, options);
      const middle = relu(graph, normBlock(at.child(`${form.norm}2`), narrow, options));
      const added = sharedMaps(scope, convBlock(at, middle, outer, options), options);
      maps = concat(graph, form.newFirst ? [added, maps] : [maps, added]);
    }
    if (index === depths.length - 1) return;
    const at = scope.child(form.transition(index + 1));
    const layer = { conv: 'conv', outChannels: Math.floor(nchw(maps).c / 2), kernelSize: 1, norm: null };
    const half = convBlock(at, activeMaps(at.child(form.norm), maps, options), layer, options);
    maps = sharedMaps(scope, avgPool2d(graph, half, { kernelSize: 2 }), options);
  });
  return maps;
}

/** DenseNet for small images: each layer of a block sees the outputs of all layers before it. */
export function densenet(depths: readonly number[]): Model {
  return (scope, input, options) => {
    const outChannels = 2 * scaleChannels(growthRate, options.width);
    const layer = { outChannels, kernelSize: 3, conv: 'conv1', norm: null, isFirst: true };
    const first = convBlock(scope, input, layer, options);
    const maps = dense(scope, first, { depths, form: small }, options);
    return classifier(scope, activeMaps(scope.child('bn'), maps, options), 'linear', options);
  };
}

/**
 * DenseNet for ImageNet: a 7x7 convolution of stride 2 and a max pool in front, torchvision's names. Its convolutions
 * start from the default, so that variants start alike.
 */
export function densenetImagenet(depths: readonly number[]): Model {
  return (scope, input, options) => {
    const { graph } = scope;
    const features = scope.child('features');
    const outChannels = 2 * scaleChannels(growthRate, options.width);
    const layer = { outChannels, kernelSize: 7, stride: 2, conv: 'conv0', norm: () => 'norm0' };
    const first = stem(features, input, { ...layer, deconv: freezing(15) }, options);
    const pooled = maxPool2d(graph, first, { kernelSize: 3, stride: 2, padding: 1 });
    const maps = dense(features, pooled, { depths, form: imagenet }, options);
    return classifier(scope, activeMaps(features.child('norm5'), maps, options), 'classifier', options);
  };
}
