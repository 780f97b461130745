import { expect, test } from 'vitest';
import { confusionMatrix, disagreements, softmax } from './confusion.ts';

test('counts answers by true class (rows) and answer (columns)', () => {
  const matrix = confusionMatrix([0, 0, 1, 2, 2, 2], [0, 1, 1, 2, 0, 2], 3);
  expect([...matrix]).toEqual([1, 1, 0, 0, 1, 0, 1, 0, 2]);
});

test('finds what one network got wrong and the other right', () => {
  const labels = [3, 1, 4, 1, 5];
  const first = [3, 2, 4, 0, 0];
  const second = [0, 1, 4, 0, 5];
  expect(disagreements(labels, { wrong: first, right: second })).toEqual([1, 4]);
  expect(disagreements(labels, { wrong: second, right: first })).toEqual([0]);
  expect(disagreements(labels, { wrong: first, right: first })).toEqual([]);
});

test('softmax sums to one, also of logits beyond what exp can take', () => {
  const probabilities = softmax(Float32Array.of(1000, 1001, -2000));
  expect(probabilities[1]).toBeCloseTo(1 / (1 + Math.exp(-1)), 6);
  expect(probabilities.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 6);
  expect(probabilities[2]).toBe(0);
});
