import { describe, expect, test } from 'vitest';
import { compile } from '../engine/compile.ts';
import { Graph, type Tensor } from '../engine/graph.ts';
import { activation } from '../engine/tensor.ts';
import { Variables } from '../engine/variables.ts';
import type { Normalization } from './blocks.ts';
import { buildModel } from './models/table.ts';
import { Scope } from './scope.ts';

/** Builds a model and writes down what its layers told, with the graph and its logits. */
function observe(model: string, normalization: Normalization, holdsStatistics = false) {
  const told: string[] = [];
  const show = ({ shape }: Tensor) => shape.join('x');
  const graph = new Graph();
  const scope = Scope.root({
    graph,
    variables: new Variables(),
    mode: { training: true, frozen: false, holdsStatistics },
    seed: 0,
    observer: {
      whitening: ({ deconv, covariance }) => told.push(`whitening ${show(deconv)} ${show(covariance!)}`),
      layer: ({ name, kind, input, output, weight, effectiveWeight }) =>
        told.push(
          `${kind} ${name} ${show(input)} ${show(output)} ${show(weight)}` +
            (effectiveWeight === weight ? '' : ' folded'),
        ),
      normalization: (output) => told.push(`normalization ${show(output)}`),
    },
  });
  const logits = buildModel(model, scope, graph.external('images', activation(4, 1, 28, 28)), {
    normalization,
    classes: 10,
  });
  return { told, graph, logits };
}

test.each([
  ['none', ['conv conv1 4x1x28x28 4x6x28x28 6x1x5x5', 'conv conv2 4x6x14x14 4x16x10x10 16x6x5x5']],
  [
    'batch',
    [
      'conv conv1 4x1x28x28 4x6x28x28 6x1x5x5',
      'normalization 4x6x28x28',
      'conv conv2 4x6x14x14 4x16x10x10 16x6x5x5',
    ],
  ],
  [
    'deconv',
    [
      'whitening 25x25 25x25',
      'conv conv1 4x1x28x28 4x6x28x28 6x1x5x5 folded',
      'whitening 150x150 150x150',
      'conv conv2 4x6x14x14 4x16x10x10 16x6x5x5 folded',
      'whitening 400x400 400x400',
      'linear fc1 4x400 4x120 120x400 folded',
    ],
  ],
] as const)('layers of a %s model tell of themselves in order', (normalization, first) => {
  const { told } = observe('lenet', normalization);
  expect(told.slice(0, first.length)).toEqual(first);
  expect(told.at(-1)).toMatch(/^linear fc3 4x84 4x10 10x84/);
});

describe('a graph that only looks', () => {
  const written = (model: string, normalization: Normalization, holdsStatistics: boolean) => {
    const { graph, logits } = observe(model, normalization, holdsStatistics);
    const { dispatches } = compile(graph, { outputs: { logits } });
    return dispatches
      .flatMap(({ bindings }) => bindings)
      .filter(({ buffer, access }) => buffer === 'state' && access === 'write').length;
  };

  test.each([
    ['lenet', 'batch'],
    ['lenet', 'deconv'],
    ['mlp', 'deconv'],
  ] as const)('leaves the running statistics of %s, %s, alone', (model, normalization) => {
    expect(written(model, normalization, false)).toBeGreaterThan(0);
    expect(written(model, normalization, true)).toBe(0);
  });
});
