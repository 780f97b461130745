import { expect, test } from 'vitest';
import { evaluateTwice } from '../../testing/evaluateTwice.ts';
import { randomNormal } from '../../testing/finiteDifference.ts';
import { Graph } from '../graph.ts';
import { flat } from '../tensor.ts';
import { rangeNorms, rangesOf, rangesType, readRangeNorms } from './rangeNorms.ts';

test('sums squares over ranges of any length, and only over them', async () => {
  const ranges = [
    { offset: 0, bytes: 16 },
    { offset: 256, bytes: 16 * 301 },
    { offset: 8192, bytes: 16 * 9001 },
  ];
  const length = (8192 + 16 * 9001) / 4;
  const type = flat(length);
  const [parameter, before, gradient] = [1, 2, 3].map((seed) => randomNormal(length, seed));
  // Between the ranges lies what must not count.
  for (const values of [parameter!, before!, gradient!]) values.fill(NaN, 4, 64);
  const graph = new Graph();
  const norms = rangeNorms(
    graph,
    {
      parameter: graph.external('parameter', type),
      before: graph.external('before', type),
      gradient: graph.external('gradient', type),
    },
    graph.external('ranges', rangesType(ranges.length)),
  );
  const { outputs } = await evaluateTwice(graph, {
    outputs: { norms },
    feeds: {
      parameter: { type, values: parameter! },
      before: { type, values: before! },
      gradient: { type, values: gradient! },
      ranges: { type: rangesType(ranges.length), values: rangesOf(ranges) },
    },
  });
  const found = readRangeNorms(outputs.norms!);
  ranges.forEach(({ offset, bytes }, i) => {
    const of = (value: (at: number) => number) => {
      let sum = 0;
      for (let at = offset / 4; at < (offset + bytes) / 4; at++) sum += value(at) ** 2;
      return Math.sqrt(sum);
    };
    expect(found[i]!.gradient).toBeCloseTo(
      of((at) => gradient![at]!),
      3,
    );
    expect(found[i]!.parameter).toBeCloseTo(
      of((at) => parameter![at]!),
      3,
    );
    expect(found[i]!.update).toBeCloseTo(
      of((at) => parameter![at]! - before![at]!),
      3,
    );
  });
});
