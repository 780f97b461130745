import { expect, test } from 'vitest';
import { expectClose } from '../../testing/allclose.ts';
import { evaluateTwice } from '../../testing/evaluateTwice.ts';
import { asMemory, numericalGradient, randomNormal, unpackChecked } from '../../testing/finiteDifference.ts';
import { gradients } from '../autodiff.ts';
import { Graph, type Tensor } from '../graph.ts';
import { activation, flat } from '../tensor.ts';
import { view } from './view.ts';
import { ignoredLabel, l2Loss, softmaxCrossEntropy, type Loss } from './losses.ts';

type Build = (graph: Graph, logits: Tensor, labels: Tensor, ring: Tensor) => Loss;

async function run(build: Build, logits: Float32Array, labels: number[]) {
  const classes = logits.length / labels.length;
  const type = activation(labels.length, classes);
  const graph = new Graph();
  const logitsTensor = graph.external('logits', type);
  const ring = graph.external('ring', flat(8));
  const { loss, correct } = build(graph, logitsTensor, graph.external('labels', flat(labels.length)), ring);
  const gradLogits = gradients(graph, { loss, wrt: [logitsTensor] }).get(logitsTensor)!;
  const { outputs } = await evaluateTwice(graph, {
    outputs: { loss, correct, gradLogits: asMemory(graph, gradLogits), ring },
    feeds: {
      logits: { type, values: logits },
      labels: { type: flat(labels.length), values: Uint32Array.from(labels) },
      ring: { type: flat(8), values: new Float32Array(8).fill(-1) },
    },
    step: { ringSlot: 3 },
  });
  return { ...outputs, gradLogits: unpackChecked(type, outputs.gradLogits!) } as typeof outputs &
    Record<'loss' | 'correct' | 'gradLogits' | 'ring', Float32Array>;
}

/** Mean over the samples that count of `sampleLoss(row, label)`. */
function meanLoss(
  logits: Float64Array,
  labels: readonly number[],
  sampleLoss: (row: Float64Array, label: number) => number,
): number {
  const classes = logits.length / labels.length;
  const losses = labels.flatMap((label, n) =>
    label === ignoredLabel ? [] : [sampleLoss(logits.slice(n * classes, (n + 1) * classes), label)],
  );
  return losses.reduce((a, b) => a + b, 0) / losses.length;
}

const crossEntropy = (smoothing: number) => (row: Float64Array, label: number) => {
  const logSum = Math.log(row.reduce((sum, x) => sum + Math.exp(x), 0));
  const mean = row.reduce((a, b) => a + b, 0) / row.length;
  return logSum - (1 - smoothing) * row[label]! - smoothing * mean;
};
const halfSquares = (row: Float64Array, label: number) =>
  row.reduce((sum, x, k) => sum + (x - (k === label ? 1 : 0)) ** 2, 0) / 2;

const losses = [
  ['cross entropy', 0, softmaxCrossEntropy, crossEntropy(0)],
  ['cross entropy with smoothing', 0.1, softmaxCrossEntropy, crossEntropy(0.1)],
  ['squared error', undefined, l2Loss, halfSquares],
] as const;
const sizes = [
  ['3 samples of 5 classes', 3, 5],
  ['150 samples of 10 classes', 150, 10],
  ['2 samples of 101 classes', 2, 101],
] as const;

test.each(losses.flatMap((loss) => sizes.map((size) => [...loss, ...size] as const)))(
  '%s (smoothing %s): value, gradient, right answers',
  async (_, smoothing, op, sampleLoss, __, samples, classes) => {
    const logits = randomNormal(samples * classes, 1).map((x) => 2 * x);
    const labels = Array.from({ length: samples }, (_, n) => (n === 1 ? ignoredLabel : (7 * n) % classes));
    const result = await run(
      (graph, x, y, ring) =>
        op === softmaxCrossEntropy
          ? op(graph, x, y, { labelSmoothing: smoothing!, ring })
          : l2Loss(graph, x, y, { ring }),
      logits,
      labels,
    );
    const exact = Float64Array.from(logits);
    const correct = labels.filter((label, n) => {
      const row = logits.subarray(n * classes, (n + 1) * classes);
      return row.indexOf(Math.max(...row)) === label;
    }).length;
    expectClose(result.loss, [meanLoss(exact, labels, sampleLoss)]);
    expect(result.correct[0]).toBe(correct);
    const expected = numericalGradient(exact, (at) => meanLoss(at, labels, sampleLoss));
    expectClose(result.gradLogits, expected);
    expect([...result.ring.slice(0, 4)]).toEqual([-1, -1, -1, -1]);
    expect([...result.ring.slice(4)]).toEqual([result.loss[0], correct, samples - 1, 0]);
  },
);

test('cross entropy survives large logits, and NaN shows', async () => {
  const cross: Build = (graph, logits, labels, ring) => softmaxCrossEntropy(graph, logits, labels, { ring });
  const large = await run(cross, Float32Array.of(1000, 0, -1000, -1000, 0, 1000), [1, 2]);
  expect(large.loss[0]).toBe(500);
  expect([...large.gradLogits]).toEqual([0.5, -0.5, 0, 0, 0, 0]);
  const diverged = await run(cross, Float32Array.of(1, 0, 2, 1, NaN, 3), [1, 2]);
  expect(diverged.loss[0]).toBeNaN();
  expect(diverged.ring[4]).toBeNaN();
});

test('a batch without samples that count has loss 0', async () => {
  const empty = await run((graph, logits, labels) => l2Loss(graph, logits, labels), Float32Array.of(1, 2), [
    ignoredLabel,
  ]);
  expect([empty.loss[0], empty.correct[0], ...empty.gradLogits]).toEqual([0, 0, 0, 0]);
});

test('refuses labels that do not fit, and any use of the loss but as the root', () => {
  const graph = new Graph();
  const logits = graph.external('logits', activation(4, 10));
  expect(() => l2Loss(graph, logits, graph.external('five', flat(5)))).toThrow(
    'each of 4 samples, got labels [5]',
  );
  const { loss } = softmaxCrossEntropy(graph, logits, graph.external('four', flat(4)));
  const later = view(graph, loss, flat(1));
  const upstream = [[later, graph.external('gradient', flat(1))]] as const;
  expect(() => gradients(graph, { upstream, wrt: [logits] })).toThrow('only where it is the loss itself');
});
