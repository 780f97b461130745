import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { Graph } from '../../engine/graph.ts';
import { activation } from '../../engine/tensor.ts';
import { Variables, type Variable } from '../../engine/variables.ts';
import { product } from '../../util/math.ts';
import type { Normalization } from '../blocks.ts';
import { Scope, type ModelMode } from '../scope.ts';
import { stateDict as stateDictOf } from '../stateDict.ts';
import type { ModelOptions } from './model.ts';
import { modelFreezes, models } from './catalogue.ts';
import { buildModel } from './table.ts';

type InputShape = readonly [channels: number, height: number, width: number];

interface Built {
  readonly name: string;
  readonly normalization: Normalization;
  readonly inputShape?: InputShape;
  readonly mode?: ModelMode;
  readonly options?: Partial<ModelOptions>;
}

function build({ name, normalization, inputShape = [3, 32, 32], mode, options }: Built) {
  const variables = new Variables();
  const graph = new Graph();
  const scope = Scope.root({
    graph,
    variables,
    mode: mode ?? { training: true, frozen: false },
    seed: 3,
  });
  const input = graph.external('input', activation(2, ...inputShape));
  const logits = buildModel(name, scope, input, { classes: 10, normalization, ...options });
  return { variables, graph, logits };
}

const count = (variables: readonly Variable[]) =>
  variables.reduce((sum, { type }) => sum + product(type.shape), 0);

/** PAPER §4: parameters with batch norm and with deconvolution, running statistics with deconvolution. */
test.each([
  ['vgg11', 9_231_114, 9_225_610, 2_589_876],
  ['vgg13', 9_416_010, 9_410_122, 3_254_580],
  ['vgg16', 14_728_266, 14_719_818, 4_251_636],
  ['vgg19', 20_040_522, 20_029_514, 5_248_692],
  ['resnet18', 11_173_962, 11_169_162, 5_593_524],
  ['resnet50', 23_520_842, 23_494_282, 5_730_804],
  ['preact_resnet18', 11_171_274, 11_169_162, 5_593_524],
  ['densenet121', 6_956_298, 6_883_018, 19_703_572],
  ['resnext29_32x4d', 4_774_218, 4_761_610, 2_986_956],
  ['mobilenet_v2', 2_296_922, 2_279_378, 875_716],
  ['dpn92', 34_236_634, 34_179_970, 12_916_844],
  ['pnasnet_a', 130_646, 128_226, 4_884_960],
  ['pnasnet_b', 451_626, 445_258, 4_699_284],
  ['senet18', 11_260_354, 11_258_242, 5_629_644],
  // Without the counters of its 50 batch norms, which the paper's figure includes.
  ['efficientnet_b0', 2_912_089, 2_912_057, 143_254 - 50],
  ['efficientnet_b0_complete', 2_912_089, 2_892_193, null],
])('%s has the parameters of the published model', (name, batch, deconv, statistics) => {
  expect(count(build({ name, normalization: 'batch' }).variables.parameters)).toBe(batch);
  const { variables } = build({ name, normalization: 'deconv' });
  expect(count(variables.parameters)).toBe(deconv);
  if (statistics !== null) expect(count(variables.states)).toBe(statistics);
});

/** PAPER §4, ImageNet variants: 224x224, 1000 classes; VGG-11 without batch norm. */
test.each([
  ['vgg11d', 'none', 132_863_336],
  ['vgg11d', 'deconv', 132_863_336],
  ['resnet18d', 'batch', 11_689_512],
  ['resnet18d', 'deconv', 11_686_504],
  ['resnet50d', 'batch', 25_557_032],
  ['resnet50d', 'deconv', 25_538_152],
  ['densenet121d', 'batch', 7_978_856],
  ['densenet121d', 'deconv', 7_905_448],
] as const)('%s with %s has %i parameters', (name, normalization, parameters) => {
  const options = { classes: 1000 };
  const { variables } = build({ name, normalization, inputShape: [3, 224, 224], options });
  expect(count(variables.parameters)).toBe(parameters);
});

test.each([
  ['linear', 'none', 7_850],
  ['mlp', 'none', 118_282],
  ['mlp', 'batch', 118_528],
  ['mlp', 'deconv', 118_016],
  ['mlp_delinear', 'deconv', 118_282],
  ['lenet', 'none', 61_706],
  ['lenet', 'batch', 61_728],
  ['lenet', 'deconv', 61_706],
  ['simple_cnn', 'batch', 68_178],
  ['simple_cnn', 'deconv', 67_630],
] as const)('%s with %s has %i parameters', (name, normalization, parameters) => {
  const { variables } = build({ name, normalization, inputShape: [1, 28, 28] });
  expect(count(variables.parameters)).toBe(parameters);
});

interface ListedModel {
  readonly model: string;
  readonly normalization: Normalization;
  readonly blockSize: number;
  readonly inputShape: InputShape;
  readonly stateDict: readonly (readonly [name: string, shape: readonly number[], kind: string])[];
}

const listed = JSON.parse(
  readFileSync(new URL('../../testing/golden/stateDicts.json', import.meta.url), 'utf8'),
) as ListedModel[];

test.each(listed)(
  "$model with $normalization has PyTorch's state dict, in its order",
  ({ model, normalization, blockSize, inputShape, stateDict }) => {
    const { variables } = build({ name: model, normalization, inputShape, options: { blockSize } });
    const actual = stateDictOf(variables).map(({ name, shape, kind }) => [
      name,
      shape,
      kind === 'parameter' ? 'parameter' : 'buffer',
    ]);
    expect(actual).toEqual(stateDict);
  },
);

const variants = models.flatMap(({ name, normalizations }) =>
  normalizations.map((normalization) => ({ name, normalization })),
);

test.each(variants)(
  '$name with $normalization: all modes share their variables',
  ({ name, normalization }) => {
    const shapes = [false, true].map((frozen) =>
      build({ name, normalization, mode: { training: true, frozen } }),
    );
    shapes.push(build({ name, normalization, mode: { training: false, frozen: false } }));
    const describe = ({ variables }: { variables: Variables }) =>
      variables.all.map(({ kind, type, offset, ...variable }) => [kind, variable.name, type.shape, offset]);
    for (const built of shapes) {
      expect(describe(built)).toEqual(describe(shapes[0]!));
      expect(built.logits.shape).toEqual([2, 10]);
    }
  },
);

test.each(['lenet', 'vgg11', 'resnet18', 'mlp'])(
  'variants of %s start from the same weights where shapes agree',
  (name) => {
    const start = (normalization: Normalization) =>
      build({ name, normalization, options: { width: 0.25 } })
        .variables.parameters.filter(({ type }) => type.shape.length > 1)
        .map(({ initialize, type }) => initialize(type.shape));
    const [none, batch, deconv] = [start('none'), start('batch'), start('deconv')];
    expect(none.length).toBeGreaterThan(2);
    expect(batch).toEqual(none);
    expect(deconv).toEqual(none);
    expect(none[0]).not.toEqual(none[1]);
  },
);

test.each([0.25, 0.1, 2])('width %d makes channel counts that are multiples of four', (width) => {
  for (const name of ['vgg11', 'resnet18']) {
    const { variables } = build({ name, normalization: 'batch', options: { width } });
    const channels = variables.parameters
      .filter(({ type }) => type.shape.length === 4)
      .map(({ type }) => type.shape[0]!);
    expect(channels.every((c) => c >= 4 && c % 4 === 0)).toBe(true);
    expect(channels[0]).toBe(Math.round(16 * width) * 4);
  }
});

test('a width below one channel leaves one', () => {
  const { variables } = build({ name: 'lenet', normalization: 'none', options: { width: 0.05 } });
  expect(variables.get('conv1.weight').type.shape).toEqual([1, 3, 5, 5]);
});

test('models say rightly whether their first layer freezes: the frozen graph is shorter by its statistics', () => {
  for (const { name, normalization } of variants) {
    const [normal, frozen] = [false, true].map(
      (isFrozen) =>
        build({ name, normalization, mode: { training: true, frozen: isFrozen } }).graph.nodes.length,
    );
    if (modelFreezes(name, { normalization })) expect(frozen).toBeLessThan(normal!);
    else expect(frozen).toBe(normal);
  }
});

test('errors name what there is', () => {
  expect(() => build({ name: 'alexnet', normalization: 'batch' })).toThrow(
    /no model "alexnet"; the models are linear, mlp, .*resnet18/,
  );
  expect(() => build({ name: 'linear', normalization: 'batch' })).toThrow(
    'linear (Linear) has no variant "batch"; it has none, deconv',
  );
  expect(() => build({ name: 'vgg16', normalization: 'batch', inputShape: [1, 28, 28] })).toThrow(
    /vgg16 .*at least 32x32 pixels, these are \[2,1,28,28\].*lenet, .*resnet18/,
  );
});

test.each(['linear', 'mlp', 'mlp_delinear', 'lenet', 'resnet18'])('%s takes images of 28x28x1', (name) => {
  expect(build({ name, normalization: 'none', inputShape: [1, 28, 28] }).logits.shape).toEqual([2, 10]);
});
