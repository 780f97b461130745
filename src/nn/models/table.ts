import type { Tensor } from '../../engine/graph.ts';
import { formatShape, nchw } from '../../engine/tensor.ts';
import { UserError } from '../../util/assert.ts';
import { own } from '../own/own.ts';
import type { Scope } from '../scope.ts';
import { findModel, models, type ModelName } from './catalogue.ts';
import { densenet, densenetImagenet } from './densenet.ts';
import { dpn92 } from './dpn.ts';
import { efficientnetB0 } from './efficientnet.ts';
import { lenet } from './lenet.ts';
import { mobilenetV2 } from './mobilenet.ts';
import type { Model, ModelOptions } from './model.ts';
import { linear, mlp, mlpDelinear } from './perceptrons.ts';
import { cellA, cellB, pnasnet } from './pnasnet.ts';
import { preactResnet } from './preactResnet.ts';
import { basic, bottleneck, resnet, resnetImagenet } from './resnet.ts';
import { resnext29 } from './resnext.ts';
import { senet } from './senet.ts';
import { simpleCnn } from './simpleCnn.ts';
import { vgg, vggImagenet } from './vgg.ts';

/** What builds each model of the catalogue. */
const builders: Readonly<Record<ModelName, Model>> = {
  linear: linear,
  mlp: mlp,
  mlp_delinear: mlpDelinear,
  lenet: lenet,
  simple_cnn: simpleCnn,
  vgg11: vgg([1, 1, 2, 2, 2]),
  vgg13: vgg([2, 2, 2, 2, 2]),
  vgg16: vgg([2, 2, 3, 3, 3]),
  vgg19: vgg([2, 2, 4, 4, 4]),
  resnet18: resnet(basic, [2, 2, 2, 2]),
  resnet34: resnet(basic, [3, 4, 6, 3]),
  resnet50: resnet(bottleneck, [3, 4, 6, 3]),
  preact_resnet18: preactResnet([2, 2, 2, 2]),
  densenet121: densenet([6, 12, 24, 16]),
  resnext29_32x4d: resnext29,
  mobilenet_v2: mobilenetV2,
  dpn92: dpn92,
  pnasnet_a: pnasnet(cellA, 44),
  pnasnet_b: pnasnet(cellB, 32),
  senet18: senet([2, 2, 2, 2]),
  efficientnet_b0: efficientnetB0({ isComplete: false }),
  efficientnet_b0_complete: efficientnetB0({ isComplete: true }),
  vgg11d: vggImagenet([1, 1, 2, 2, 2]),
  resnet18d: resnetImagenet(basic, [2, 2, 2, 2]),
  resnet50d: resnetImagenet(bottleneck, [3, 4, 6, 3]),
  densenet121d: densenetImagenet([6, 12, 24, 16]),
  own,
};

/**
 * Builds a model below a scope: run on scopes of different modes over one `Variables`, it gives the training,
 * frozen and evaluation graphs.
 *
 * @param input images [N, C, H, W]
 * @returns logits [N, classes]
 * @throws UserError for an unknown model, a normalisation it does not have, and images that are too small.
 */
export function buildModel(name: string, scope: Scope, input: Tensor, options: ModelOptions): Tensor {
  const { title, normalizations, minimumSide } = findModel(name);
  if (!normalizations.includes(options.normalization))
    throw new UserError(
      `The model ${name} (${title}) has no variant "${options.normalization}"; it has ${normalizations.join(', ')}.`,
    );
  const { h, w } = nchw(input);
  if (Math.min(h, w) < minimumSide) {
    const others = models.filter((model) => model.minimumSide <= Math.min(h, w)).map((model) => model.name);
    throw new UserError(
      `The model ${name} (${title}) needs images of at least ${minimumSide}x${minimumSide} pixels, these are ` +
        `${formatShape(input.shape)}; choose larger images, or one of ${others.join(', ')}.`,
    );
  }
  return builders[name as ModelName](scope, input, options);
}
