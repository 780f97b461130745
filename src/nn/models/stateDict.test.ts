import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { Graph } from '../../engine/graph.ts';
import { activation } from '../../engine/tensor.ts';
import { Variables } from '../../engine/variables.ts';
import type { Normalization } from '../blocks.ts';
import { Scope } from '../scope.ts';
import { buildModel } from './table.ts';

interface Digest {
  readonly model: string;
  readonly normalization: Normalization;
  readonly blockSize: number | null;
  readonly inputShape: readonly number[];
  readonly entries: number;
  readonly sha256: string;
}

const digests = JSON.parse(
  readFileSync(new URL('../../testing/golden/stateDictDigests.json', import.meta.url), 'utf8'),
) as Digest[];

/** `parameter conv1.weight 64,3,3,3`: lines of the state dict, in its order. PyTorch keeps some vectors as columns. */
function stateDict({
  model,
  normalization,
  blockSize,
  inputShape,
}: Omit<Digest, 'entries' | 'sha256'>): string[] {
  const variables = new Variables();
  const graph = new Graph();
  const scope = Scope.root({ graph, variables, mode: { training: true, frozen: false }, seed: 0 });
  const input = graph.external('input', activation(2, ...inputShape));
  buildModel(model, scope, input, { classes: 10, normalization, ...(blockSize !== null && { blockSize }) });
  return variables.all
    .filter(({ name }) => !name.endsWith('num_batches_tracked'))
    .map(({ name, kind, type: { shape } }) => {
      const end = Math.max(1, shape.findLastIndex((size) => size !== 1) + 1);
      return `${kind === 'parameter' ? kind : 'buffer'} ${name} ${shape.slice(0, end).join(',')}`;
    });
}

test.each(digests)(
  "$model with $normalization has the names, shapes and order of PyTorch's state dict",
  ({ entries, sha256, ...built }) => {
    const lines = stateDict(built);
    expect(lines).toHaveLength(entries);
    expect(createHash('sha256').update(lines.join('\n')).digest('hex')).toBe(sha256);
  },
);

/** Lines of a convolution, or with a kernel size of 0 of a linear layer; batch norm's of their own. */
const entries = (normalization: 'batch' | 'deconv') => {
  const weight = (name: string, shape: readonly number[]) => `parameter ${name}.weight ${shape.join(',')}`;
  const whitening = (name: string, features: number) =>
    normalization === 'batch'
      ? []
      : [`buffer ${name}.running_mean ${features}`, `buffer ${name}.running_deconv ${features},${features}`];
  return {
    norm: (name: string, channels: number) => [
      ...[weight(name, [channels]), `parameter ${name}.bias ${channels}`],
      ...[`buffer ${name}.running_mean ${channels}`, `buffer ${name}.running_var ${channels}`],
    ],
    conv: (name: string, out: number, into: number, kernel: number) => [
      weight(name, kernel === 1 ? [out, into] : [out, into, kernel, kernel]),
      ...(normalization === 'deconv' ? [`parameter ${name}.bias ${out}`] : []),
      ...whitening(name, kernel ** 2 * Math.min(16, into)),
    ],
    linear: (name: string, out: number, into: number) => [
      ...[weight(name, [out, into]), `parameter ${name}.bias ${out}`],
      ...whitening(name, Math.min(512, into)),
    ],
  };
};

interface ResnetForm {
  readonly depths: readonly number[];
  readonly isBottleneck: boolean;
  readonly isImagenet: boolean;
}

/** The state dict of a ResNet, in the order in which the constructors of the authors' code make its modules. */
function resnetStateDict(
  normalization: 'batch' | 'deconv',
  { depths, isBottleneck, isImagenet }: ResnetForm,
): string[] {
  const { norm, conv, linear } = entries(normalization);
  const hasNorm = normalization === 'batch';
  const expansion = isBottleneck ? 4 : 1;
  const [shortcut, last] = isImagenet ? ['downsample', 'fc'] : ['shortcut', 'linear'];
  const lines = [...conv('conv1', 64, 3, isImagenet ? 7 : 3), ...(hasNorm ? norm('bn1', 64) : [])];
  let into = 64;
  depths.forEach((depth, stage) => {
    const channels = 64 * 2 ** stage;
    const out = channels * expansion;
    for (let i = 0; i < depth; i++) {
      const at = `layer${stage + 1}.${i}`;
      const sizes = isBottleneck
        ? [
            [channels, into, 1],
            [channels, channels, 3],
            [out, channels, 1],
          ]
        : [
            [channels, into, 3],
            [channels, channels, 3],
          ];
      const convs = sizes.flatMap(([o, c, k], n) => conv(`${at}.conv${n + 1}`, o!, c!, k!));
      const norms = hasNorm ? sizes.flatMap(([o], n) => norm(`${at}.bn${n + 1}`, o!)) : [];
      const isKept = into === out && (i > 0 || stage === 0);
      const projection = isKept
        ? []
        : [
            ...conv(`${at}.${shortcut}.0`, out, into, 1),
            ...(hasNorm || isImagenet ? norm(`${at}.${shortcut}.1`, out) : []),
          ];
      const normsFirst = isBottleneck && !isImagenet;
      lines.push(...(normsFirst ? [...norms, ...convs, ...projection] : [...convs, ...projection, ...norms]));
      into = out;
    }
  });
  return [...lines, ...linear(last, 10, into)];
}

const resnets: readonly (readonly [string, ResnetForm])[] = [
  ['resnet18', { depths: [2, 2, 2, 2], isBottleneck: false, isImagenet: false }],
  ['resnet34', { depths: [3, 4, 6, 3], isBottleneck: false, isImagenet: false }],
  ['resnet50', { depths: [3, 4, 6, 3], isBottleneck: true, isImagenet: false }],
  ['resnet18d', { depths: [2, 2, 2, 2], isBottleneck: false, isImagenet: true }],
  ['resnet50d', { depths: [3, 4, 6, 3], isBottleneck: true, isImagenet: true }],
];

test.each(
  resnets.flatMap(([model, form]) => [
    { model, form, normalization: 'batch' as const },
    { model, form, normalization: 'deconv' as const },
  ]),
)(
  '$model with $normalization has the names, shapes and order that its constructors give',
  ({ model, form, normalization }) => {
    const inputShape = [3, form.isImagenet ? 64 : 32, form.isImagenet ? 64 : 32];
    expect(stateDict({ model, normalization, inputShape, blockSize: 16 })).toEqual(
      resnetStateDict(normalization, form),
    );
  },
);

/** DenseNet-121 for ImageNet, with the modules of torchvision's constructor. */
function densenet121dStateDict(normalization: 'batch' | 'deconv'): string[] {
  const { norm, conv, linear } = entries(normalization);
  const maybeNorm = (name: string, channels: number) =>
    normalization === 'batch' ? norm(name, channels) : [];
  const lines = [...conv('features.conv0', 64, 3, 7), ...maybeNorm('features.norm0', 64)];
  let channels = 64;
  [6, 12, 24, 16].forEach((depth, block) => {
    for (let i = 1; i <= depth; i++) {
      const at = `features.denseblock${block + 1}.denselayer${i}`;
      lines.push(...maybeNorm(`${at}.norm1`, channels), ...conv(`${at}.conv1`, 128, channels, 1));
      lines.push(...maybeNorm(`${at}.norm2`, 128), ...conv(`${at}.conv2`, 32, 128, 3));
      channels += 32;
    }
    if (block === 3) return;
    const at = `features.transition${block + 1}`;
    lines.push(...maybeNorm(`${at}.norm`, channels), ...conv(`${at}.conv`, channels / 2, channels, 1));
    channels /= 2;
  });
  return [...lines, ...maybeNorm('features.norm5', channels), ...linear('classifier', 10, channels)];
}

/** VGG-11 for ImageNet, whose last maps of 2x2 pixels go into the first of three linear layers. */
function vgg11dStateDict(normalization: 'batch' | 'deconv'): string[] {
  const { norm, conv, linear } = entries(normalization);
  const lines: string[] = [];
  let module = 0;
  let into = 3;
  for (const stage of [[64], [128], [256, 256], [512, 512], [512, 512]]) {
    for (const out of stage) {
      const [first, ...whitening] = conv(`features.${module}`, out, into, 3);
      const bias = `parameter features.${module++}.bias ${out}`;
      lines.push(first!, bias, ...whitening.filter((line) => line !== bias));
      if (normalization === 'batch') lines.push(...norm(`features.${module++}`, out));
      module++;
      into = out;
    }
    module++;
  }
  const sizes = [
    [0, 4096, 512 * 2 * 2],
    [3, 4096, 4096],
    [6, 10, 4096],
  ] as const;
  return [...lines, ...sizes.flatMap(([i, out, inputs]) => linear(`classifier.${i}`, out, inputs))];
}

test.each(
  [
    { model: 'densenet121d', expected: densenet121dStateDict },
    { model: 'vgg11d', expected: vgg11dStateDict },
  ].flatMap((form) => [
    { ...form, normalization: 'batch' as const },
    { ...form, normalization: 'deconv' as const },
  ]),
)(
  '$model with $normalization has the names, shapes and order that its constructor gives',
  ({ model, expected, normalization }) => {
    const lines = stateDict({ model, normalization, inputShape: [3, 64, 64], blockSize: 16 });
    expect(lines).toEqual(expected(normalization));
  },
);
