import { describe, expect, test } from 'vitest';
import { flatten, sampledPatches, type PatchOptions, type Shape4 } from '../../testing/deconvReference.ts';
import { checkOp } from '../../testing/finiteDifference.ts';
import { Graph } from '../graph.ts';
import { activation } from '../tensor.ts';
import { col2im, im2col } from './im2col.ts';
import { samplingOf } from './sampling.ts';

const cases: [string, Shape4, PatchOptions][] = [
  [
    '3x3 patches of three channels',
    [3, 3, 5, 7],
    { kernelSize: 3, samplingStride: 3, padding: 1, blockSize: 3 },
  ],
  ['interleaved blocks', [2, 6, 5, 4], { kernelSize: 3, samplingStride: 2, padding: 1, blockSize: 2 }],
  ['contiguous blocks', [2, 6, 5, 4], { kernelSize: 3, padding: 1, blockSize: 3, contiguous: true }],
  [
    '5x5, dilated',
    [2, 2, 9, 11],
    { kernelSize: 5, samplingStride: 2, padding: 2, dilation: 2, blockSize: 2 },
  ],
  ['groups', [2, 6, 5, 4], { kernelSize: 3, samplingStride: 2, padding: 1, groups: 2, blockSize: 3 }],
  ['depthwise', [2, 5, 5, 4], { kernelSize: 3, padding: 1, groups: 5, blockSize: 1 }],
  ['1x1 over image boundaries', [3, 6, 5, 7], { samplingStride: 3, padding: 1, blockSize: 2 }],
  ['1x1 grouped', [3, 6, 3, 3], { samplingStride: 2, groups: 2, blockSize: 3 }],
  ['a single row', [1, 5, 1, 1], { samplingStride: 3, blockSize: 5 }],
  ['contiguous features', [5, 12, 1, 1], { blockSize: 4, contiguous: true }],
];

describe('im2col', () => {
  test.each(cases)('samples %s', async (_, shape, options) => {
    await checkOp({
      inputs: { input: { type: activation(...shape) } },
      build: (graph, { input }) => im2col(graph, input, options),
      reference: ({ input }) => flatten(sampledPatches(input, shape, options)),
    });
  });

  test('keeps every hop-th of the list of blocks and positions', async () => {
    const shape: Shape4 = [2, 7, 3, 3];
    await checkOp({
      inputs: { input: { type: activation(...shape) } },
      build: (graph, { input }) =>
        im2col(graph, input, { blockSize: 2, samplingStride: 2, acrossBlocks: true }),
      // Six of seven channels make two rows of three; a column is (channel in the row, image, pixel).
      reference: ({ input }) =>
        Array.from({ length: 3 * 2 * 9 }, (_, column) => column)
          .filter((column) => column % 4 === 0)
          .flatMap((column) =>
            [0, 1].map((row) => {
              const channel = row * 3 + Math.floor(column / 18);
              return input[(Math.floor(column / 9) % 2) * 63 + channel * 9 + (column % 9)]!;
            }),
          ),
    });
  });
});

test('col2im adds overlapping samples and leaves untouched values zero', async () => {
  const shape: Shape4 = [2, 3, 5, 6];
  const options: PatchOptions = { kernelSize: 3, samplingStride: 2, padding: 1, blockSize: 1 };
  const { rows, features } = samplingOf(activation(...shape), options);
  await checkOp({
    inputs: { rows: { type: { shape: [1, rows, features], layout: 'matrix' } } },
    build: (graph, { rows }) => col2im(graph, rows, activation(...shape), options),
    // Sampling the numbers 1, 2, ... tells where each sampled value came from.
    reference: ({ rows }) => {
      const numbers = Float64Array.from({ length: 180 }, (_, i) => i + 1);
      const sums = new Float64Array(181);
      flatten(sampledPatches(numbers, shape, options)).forEach((from, i) => (sums[from]! += rows[i]!));
      return sums.slice(1);
    },
  });
});

test('says which image is too small for a patch', () => {
  const graph = new Graph();
  const input = graph.external('input', activation(1, 2, 2, 2));
  expect(() => im2col(graph, input, { kernelSize: 5, blockSize: 2 })).toThrow(
    '5x5 patch does not fit into 2x2',
  );
  expect(() => im2col(graph, input, { blockSize: 3 })).toThrow('blocks of 3 channels');
});
