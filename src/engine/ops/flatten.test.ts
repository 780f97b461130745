import { expect, test } from 'vitest';
import { checkOp } from '../../testing/finiteDifference.ts';
import { compile } from '../compile.ts';
import { Graph } from '../graph.ts';
import { activation } from '../tensor.ts';
import { flatten } from './flatten.ts';
import { view } from './view.ts';

test.each([[[3, 5, 5, 7]], [[2, 4, 2, 2]], [[3, 6, 1, 1]]])(
  'keeps the order c, h, w of %j',
  async (shape) => {
    await checkOp({
      inputs: { input: { type: activation(...shape) } },
      build: (graph, { input }) => flatten(graph, input),
      // Row-major [N, C, H, W] and [N, C * H * W] list the values in the same order.
      reference: ({ input }) => input,
    });
  },
);

test('costs no dispatch for 1 x 1 maps', () => {
  const graph = new Graph();
  const output = flatten(graph, graph.external('input', activation(3, 6, 1, 1)));
  expect(output.shape).toEqual([3, 6]);
  expect(compile(graph, { outputs: { output } }).dispatches).toHaveLength(0);
});

test('names shapes that do not fit', () => {
  const graph = new Graph();
  const input = graph.external('input', activation(3, 6));
  expect(() => flatten(graph, input)).toThrow('got [3,6]');
  expect(() => view(graph, input, activation(3, 10))).toThrow(
    '[3,6] fills 24 values of memory, [3,10] would fill 36',
  );
});
