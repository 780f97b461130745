import { expect, test } from 'vitest';
import { compile } from '../../engine/compile.ts';
import { Graph } from '../../engine/graph.ts';
import { columnSum } from '../../engine/ops/columnSum.ts';
import { activation, flat, vector } from '../../engine/tensor.ts';
import { Variables } from '../../engine/variables.ts';
import { expectClose } from '../../testing/allclose.ts';
import { evaluateTwice } from '../../testing/evaluateTwice.ts';
import { randomNormal } from '../../testing/finiteDifference.ts';
import { constantInitializer } from '../scope.ts';
import { adam, adamCorrections, adamw } from './adam.ts';
import { sgd } from './sgd.ts';

/** Two parameters, with one between them that has no gradient; each gradient is the same in every step. */
function model() {
  const variables = new Variables();
  const graph = new Graph();
  const declare = (name: string, length: number) =>
    variables.declare('parameter', name, vector(length), constantInitializer(0.5));
  const [first, unused, second] = [declare('first', 5), declare('unused', 3), declare('second', 130)];
  const gradientOf = (name: string, length: number) =>
    columnSum(graph, graph.external(name, activation(1, length)));
  return {
    graph,
    variables,
    unused,
    parameterGradients: new Map([
      [first, gradientOf('gradFirst', 5)],
      [second, gradientOf('gradSecond', 130)],
    ]),
    feeds: {
      gradFirst: { type: activation(1, 5), values: randomNormal(5, 1) },
      gradSecond: { type: activation(1, 130), values: randomNormal(130, 2) },
    },
  };
}

interface Moving {
  parameter: number;
  first: number;
  second: number;
}

/** One step of one number; `t` counts from 1. */
type Rule = (state: Moving, gradient: number, t: number) => Moving;

const learningRate = 0.05;
const weightDecay = 0.02;

const sgdRule =
  (momentum: number, nesterov: boolean): Rule =>
  ({ parameter, first, second }, gradient, t) => {
    const g = gradient + weightDecay * parameter;
    const moment = t === 1 ? g : momentum * first + g;
    const direction = nesterov ? g + momentum * moment : moment;
    return { parameter: parameter - learningRate * direction, first: moment, second };
  };

const adamRule =
  (decoupled: boolean): Rule =>
  ({ parameter, first, second }, gradient, t) => {
    const g = decoupled ? gradient : gradient + weightDecay * parameter;
    const start = decoupled ? parameter * (1 - learningRate * weightDecay) : parameter;
    const [m, v] = [0.9 * first + 0.1 * g, 0.999 * second + 0.001 * g * g];
    const [mHat, vHat] = [m / (1 - 0.9 ** t), v / (1 - 0.999 ** t)];
    return { parameter: start - (learningRate * mHat) / (Math.sqrt(vHat) + 1e-8), first: m, second: v };
  };

test.each([
  ['sgd without momentum', sgd(), 0, sgdRule(0, false)],
  ['sgd with momentum', sgd(), 0.9, sgdRule(0.9, false)],
  ['sgd with Nesterov momentum', sgd({ nesterov: true }), 0.9, sgdRule(0.9, true)],
  ['adam', adam(), 0, adamRule(false)],
  ['adamw', adamw(), 0, adamRule(true)],
] as const)('%s moves parameters that have a gradient', async (_, optimizer, momentum, rule) => {
  const { graph, variables, parameterGradients, feeds } = model();
  const runs = 4;
  const result = await evaluateTwice(graph, {
    variables,
    parameterGradients,
    optimizer,
    feeds,
    runs,
    step: (run) => ({ learningRate, weightDecay, momentum, ...adamCorrections(run) }),
  });
  const expected = [...feeds.gradSecond.values].map((gradient) => {
    let state: Moving = { parameter: 0.5, first: 0, second: 0 };
    for (let t = 1; t <= runs; t++) state = rule(state, gradient, t);
    return state;
  });
  expectClose(
    result.variables.second!,
    expected.map(({ parameter }) => parameter),
    1e-5,
  );
  expectClose(
    result.moments.firstMoment.second!,
    expected.map(({ first }) => first),
  );
  if (optimizer.moments.includes('secondMoment'))
    expectClose(
      result.moments.secondMoment.second!,
      expected.map(({ second }) => second),
    );
  expect([...result.variables.unused!]).toEqual([0.5, 0.5, 0.5]);
  expect(result.variables.first![0]).not.toBe(0.5);
});

test('is one dispatch when all parameters have gradients, two around one that has none', () => {
  const { graph, parameterGradients, unused } = model();
  const count = (gradients: typeof parameterGradients) =>
    compile(graph, { parameterGradients: gradients, optimizer: sgd() }).dispatches.filter(
      ({ op }) => op === 'sgd',
    ).length;
  expect(count(parameterGradients)).toBe(2);
  const all = new Map(parameterGradients);
  all.set(unused, columnSum(graph, graph.external('gradUnused', activation(1, 3))));
  expect(count(all)).toBe(1);
});

test('takes a gradient from outside whole, also where its size is no multiple of four', async () => {
  const variables = new Variables();
  const type = flat(3, 3);
  const parameter = variables.declare('parameter', 'weight', type, constantInitializer(0));
  const graph = new Graph();
  const gradient = graph.external('gradient', type);
  const { variables: after } = await evaluateTwice(graph, {
    variables,
    parameterGradients: new Map([[parameter, gradient]]),
    optimizer: sgd(),
    feeds: { gradient: { type, values: [1, 2, 3, 4, 5, 6, 7, 8, 9] } },
    step: { learningRate: 1 },
  });
  expect([...after.weight!]).toEqual([-1, -2, -3, -4, -5, -6, -7, -8, -9]);
});
