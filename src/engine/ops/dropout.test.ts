import { expect, test } from 'vitest';
import { evaluateTwice } from '../../testing/evaluateTwice.ts';
import { gradients } from '../autodiff.ts';
import { Graph } from '../graph.ts';
import { activation } from '../tensor.ts';
import { dropout } from './dropout.ts';

const type = activation(3, 6, 21, 23);
const count = 3 * 6 * 21 * 23;

async function run(step: { seed: number; step: number }, salt: number) {
  const graph = new Graph();
  const input = graph.external('input', type);
  const output = dropout(graph, input, { probability: 0.3, salt });
  const gradOutput = graph.external('gradOutput', type);
  const gradInput = gradients(graph, { upstream: [[output, gradOutput]], wrt: [input] }).get(input)!;
  const { outputs } = await evaluateTwice(graph, {
    outputs: { output, gradInput },
    feeds: {
      input: { type, values: new Float32Array(count).fill(7) },
      gradOutput: { type, values: new Float32Array(count).fill(1.4) },
    },
    step,
  });
  const [dropped, gradient] = [outputs.output!, outputs.gradInput!];
  return { output: dropped, gradInput: gradient, kept: dropped.map((x) => (x === 0 ? 0 : 1)) };
}

test('drops its share, scales the rest, and gives gradients to what it kept', async () => {
  const { kept, output, gradInput } = await run({ seed: 1, step: 0 }, 0);
  for (const value of new Set(output)) expect(value === 0 || Math.abs(value - 10) < 1e-5).toBe(true);
  for (const [i, gradient] of gradInput.entries()) expect(gradient).toBeCloseTo(2 * kept[i]!, 5);
  // Five standard deviations of a binomial count.
  const share = kept.reduce((a, b) => a + b, 0) / count;
  expect(Math.abs(share - 0.7)).toBeLessThan(5 * Math.sqrt((0.3 * 0.7) / count));
});

test('draws anew for another seed, step or salt, independently', async () => {
  const masks = [
    await run({ seed: 1, step: 0 }, 0),
    await run({ seed: 2, step: 0 }, 0),
    await run({ seed: 1, step: 1 }, 0),
    await run({ seed: 1, step: 0 }, 1),
  ].map(({ kept }) => kept);
  for (let a = 0; a < masks.length; a++)
    for (let b = 0; b < a; b++) {
      const both = masks[a]!.reduce((sum, kept, i) => sum + kept * masks[b]![i]!, 0) / count;
      expect(Math.abs(both - 0.49)).toBeLessThan(5 * Math.sqrt((0.49 * 0.51) / count));
    }
});

test('refuses probabilities that leave nothing', () => {
  const graph = new Graph();
  const input = graph.external('input', type);
  expect(() => dropout(graph, input, { probability: 1, salt: 0 })).toThrow('probability 1 is not in [0, 1)');
});
