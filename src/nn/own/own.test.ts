import { describe, expect, test } from 'vitest';
import { Graph } from '../../engine/graph.ts';
import { activation } from '../../engine/tensor.ts';
import { Variables } from '../../engine/variables.ts';
import { UserError } from '../../util/assert.ts';
import { buildModel } from '../models/table.ts';
import { Scope } from '../scope.ts';
import { defaultLayers, formatLayers, maxLayers, parseLayers } from './layerList.ts';
import { checkedLayers, traceLayers } from './trace.ts';

const image = [1, 28, 28] as const;

describe('the list of layers', () => {
  test.each([
    '',
    defaultLayers,
    'conv16k5s2,residual32s2,maxpool2,avgpool3,mean,linear64,dropout50',
    'conv1k1',
  ])('"%s" reads back the same', (text) => {
    expect(formatLayers(parseLayers(text))).toBe(text);
  });

  test('may have spaces and say defaults', () => {
    expect(formatLayers(parseLayers(' conv8k3s1 , mean '))).toBe('conv8,mean');
    expect(parseLayers('conv8s2')).toEqual([{ kind: 'conv', size: 8, kernelSize: 3, stride: 2 }]);
  });

  test.each([
    ['conv8,pool2', 'Layer 2 is "pool2"; valid is one such as conv16k5s2'],
    ['conv8,,mean', 'Layer 2 is ""'],
    ['conv', 'Layer 1 is "conv"; its size is a whole number from 1 to 1024'],
    ['conv0', 'from 1 to 1024'],
    ['conv8k4', 'its window, written k1, is an odd number from 1 to 11'],
    ['conv8s5', 'its stride, written s1, is a whole number from 1 to 4'],
    ['conv8s2k5', 'conv does not take "k5"'],
    ['maxpool2k3', 'maxpool does not take "k3"'],
    ['maxpool9', 'from 2 to 8'],
    ['mean2', 'mean does not take "2"'],
    ['dropout91', 'from 1 to 90'],
    ['linear-5', 'Layer 1 is "linear-5"'],
    ['toString', 'Layer 1 is "toString"'],
    [
      Array(maxLayers + 1)
        .fill('conv8')
        .join(),
      `There are ${maxLayers + 1} layers`,
    ],
  ])('"%s" is refused', (text, sentence) => {
    expect(() => parseLayers(text)).toThrow(UserError);
    expect(() => parseLayers(text)).toThrow(sentence);
  });
});

describe('an image on its way', () => {
  const shapes = (text: string, width?: number) =>
    traceLayers(parseLayers(text), image, width).map(({ shape }) => shape?.join('x') ?? null);

  test('has a shape behind each layer', () => {
    expect(shapes('conv8k5s2,residual16s3,avgpool2,dropout20,mean,linear64')).toEqual([
      '8x14x14',
      '16x5x5',
      '16x2x2',
      '16x2x2',
      '16',
      '64',
    ]);
    expect(shapes('conv8,linear64', 0.5)).toEqual(['4x28x28', '32']);
  });

  test('stops at the first layer that cannot be there, with the reason', () => {
    const traces = traceLayers(parseLayers('maxpool8,maxpool4,conv8'), image);
    expect(traces.map(({ shape }) => shape)).toEqual([[1, 3, 3], null, null]);
    expect(traces.map(({ problem }) => problem)).toEqual([
      null,
      expect.stringContaining('windows of 4×4 do not fit into maps of 3×3'),
      null,
    ]);
  });

  test.each(['conv8', 'residual8', 'maxpool2', 'avgpool2', 'mean'])('needs maps for %s', (layer) => {
    expect(() => checkedLayers(`mean,linear8,${layer}`, image)).toThrow(
      `Layer 3 (${layer}): It takes maps, but layer 1 (mean) has left none.`,
    );
  });
});

describe('the own network', () => {
  const build = (layers: string, normalization: 'none' | 'batch' | 'deconv', training = true) => {
    const variables = new Variables();
    const graph = new Graph();
    const scope = Scope.root({ graph, variables, mode: { training, frozen: false }, seed: 3 });
    const input = graph.external('input', activation(2, ...image));
    const logits = buildModel('own', scope, input, { classes: 10, normalization, layers, width: 1 });
    return { logits, names: variables.parameters.map(({ name }) => name) };
  };

  test.each([
    [
      'none',
      ['layers.0.conv.weight', 'layers.0.conv.bias', 'layers.3.linear.weight', 'layers.3.linear.bias'],
    ],
    [
      'batch',
      [
        'layers.0.conv.weight',
        'layers.0.bn.weight',
        'layers.0.bn.bias',
        'layers.3.linear.weight',
        'layers.3.linear.bias',
      ],
    ],
    [
      'deconv',
      ['layers.0.conv.weight', 'layers.0.conv.bias', 'layers.3.linear.weight', 'layers.3.linear.bias'],
    ],
  ] as const)('has the variables of its layers with %s', (normalization, names) => {
    const built = build('conv8k5,maxpool2,dropout20,linear16', normalization);
    expect(built.names).toEqual([...names, 'linear.weight', 'linear.bias']);
    expect(built.logits.shape).toEqual([2, 10]);
  });

  test.each([
    '',
    'mean',
    'linear5',
    'dropout10',
    'maxpool8,avgpool3',
    'residual8s2,residual8,mean,linear7,linear5',
  ])('of "%s" ends in the classes, in training and in tests', (layers) => {
    for (const training of [true, false])
      expect(build(layers, 'deconv', training).logits.shape).toEqual([2, 10]);
  });

  test('of layers that do not go together is refused with a sentence', () => {
    expect(() => build('linear8,conv8', 'batch')).toThrow(
      'Layer 2 (conv8): It takes maps, but layer 1 (linear8)',
    );
  });
});
