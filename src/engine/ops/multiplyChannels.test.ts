import { expect, test } from 'vitest';
import { checkOp } from '../../testing/finiteDifference.ts';
import { Graph } from '../graph.ts';
import { activation } from '../tensor.ts';
import { multiplyChannels } from './multiplyChannels.ts';

test.each([[[3, 5, 1, 1]], [[3, 5]]])('multiplies maps by a gate %j', async (gateShape) => {
  await checkOp({
    inputs: { input: { type: activation(3, 5, 5, 7) }, gate: { type: activation(...gateShape) } },
    build: (graph, { input, gate }) => multiplyChannels(graph, input, gate),
    reference: ({ input, gate }) => input.map((x, i) => x * gate[Math.floor(i / 35)]!),
  });
});

test('names both shapes when they do not fit', () => {
  const graph = new Graph();
  const input = graph.external('input', activation(3, 5, 5, 7));
  const gate = graph.external('gate', activation(3, 4));
  expect(() => multiplyChannels(graph, input, gate)).toThrow('got [3,5,5,7] and [3,4]');
});
