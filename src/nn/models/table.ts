import type { Tensor } from '../../engine/graph.ts';
import { formatShape, nchw } from '../../engine/tensor.ts';
import { UserError } from '../../util/assert.ts';
import type { Normalization, NormalizationOptions } from '../blocks.ts';
import type { Scope } from '../scope.ts';
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
import { titles } from './titles.ts';
import { vgg, vggImagenet } from './vgg.ts';

export interface ModelEntry {
  /** As on the command line and in links. */
  readonly name: string;
  readonly title: string;
  /** One sentence for the page. */
  readonly description: string;
  readonly normalizations: readonly Normalization[];
  /** Least height and width of the images. */
  readonly minimumSide: number;
  /** Whether the first deconvolution layer freezes now and then: training then alternates between two graphs. */
  readonly freezes: boolean;
  readonly build: Model;
}

type Builder = Pick<ModelEntry, 'build'> &
  Partial<Pick<ModelEntry, 'normalizations' | 'minimumSide' | 'freezes'>>;

/** The models there are. To add one: its function in a file of this folder, a line here and one in `titles`. */
const builders: Readonly<Record<keyof typeof titles, Builder>> = {
  linear: { build: linear, normalizations: ['none', 'deconv'] },
  mlp: { build: mlp },
  mlp_delinear: { build: mlpDelinear, normalizations: ['none', 'deconv'] },
  lenet: { build: lenet, minimumSide: 12 },
  simple_cnn: { build: simpleCnn, minimumSide: 25 },
  vgg11: { build: vgg([1, 1, 2, 2, 2]), minimumSide: 32, freezes: true },
  vgg13: { build: vgg([2, 2, 2, 2, 2]), minimumSide: 32, freezes: true },
  vgg16: { build: vgg([2, 2, 3, 3, 3]), minimumSide: 32, freezes: true },
  vgg19: { build: vgg([2, 2, 4, 4, 4]), minimumSide: 32, freezes: true },
  resnet18: { build: resnet(basic, [2, 2, 2, 2]) },
  resnet34: { build: resnet(basic, [3, 4, 6, 3]) },
  resnet50: { build: resnet(bottleneck, [3, 4, 6, 3]) },
  preact_resnet18: { build: preactResnet([2, 2, 2, 2]), freezes: true },
  densenet121: { build: densenet([6, 12, 24, 16]), minimumSide: 8 },
  resnext29_32x4d: { build: resnext29, freezes: true },
  mobilenet_v2: { build: mobilenetV2, freezes: true },
  dpn92: { build: dpn92, freezes: true },
  pnasnet_a: { build: pnasnet(cellA, 44), freezes: true },
  pnasnet_b: { build: pnasnet(cellB, 32), freezes: true },
  senet18: { build: senet([2, 2, 2, 2]), freezes: true },
  efficientnet_b0: { build: efficientnetB0({ isComplete: false }), freezes: true },
  efficientnet_b0_complete: { build: efficientnetB0({ isComplete: true }), freezes: true },
  vgg11d: { build: vggImagenet([1, 1, 2, 2, 2]), minimumSide: 32, freezes: true },
  resnet18d: { build: resnetImagenet(basic, [2, 2, 2, 2]), minimumSide: 32, freezes: true },
  resnet50d: { build: resnetImagenet(bottleneck, [3, 4, 6, 3]), minimumSide: 32, freezes: true },
  densenet121d: { build: densenetImagenet([6, 12, 24, 16]), minimumSide: 32, freezes: true },
};

export const models: readonly ModelEntry[] = Object.entries(titles).map(([name, [title, description]]) => {
  const defaults = { normalizations: ['none', 'batch', 'deconv'], minimumSide: 1, freezes: false } as const;
  return { ...defaults, ...builders[name as keyof typeof titles], name, title, description };
});

/** The entry of a model, or an error that names all of them. */
export function findModel(name: string): ModelEntry {
  const entry = models.find((candidate) => candidate.name === name);
  if (!entry)
    throw new UserError(
      `There is no model "${name}"; the models are ${models.map((model) => model.name).join(', ')}.`,
    );
  return entry;
}

/** Whether training needs the frozen graph too. */
export function modelFreezes(name: string, { normalization, freeze = true }: NormalizationOptions): boolean {
  return findModel(name).freezes && normalization === 'deconv' && freeze;
}

/**
 * Builds a model below a scope: run on scopes of different modes over one `Variables`, it gives the training,
 * frozen and evaluation graphs.
 *
 * @param input images [N, C, H, W]
 * @returns logits [N, classes]
 * @throws UserError for an unknown model, a normalisation it does not have, and images that are too small.
 */
export function buildModel(name: string, scope: Scope, input: Tensor, options: ModelOptions): Tensor {
  const { title, normalizations, minimumSide, build } = findModel(name);
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
  return build(scope, input, options);
}
