import { expect, test } from 'vitest';
import { evaluateTwice } from '../../testing/evaluateTwice.ts';
import { randomNormal } from '../../testing/finiteDifference.ts';
import { correlationFactors } from '../../train/probes/spectrum.ts';
import { paintMap } from '../../worker/paintMap.ts';
import { Graph } from '../graph.ts';
import { flat, matrix } from '../tensor.ts';
import { colorMatrix, packScale, pixelPitch, scaleType, type MatrixShading } from './colorMatrix.ts';

/** A colour is the number of its step, from 1. */
const palette = Uint32Array.from({ length: 256 }, (_, i) => i + 1);
const grey = 0xff808080;

async function pixelsOf(values: Float32Array<ArrayBuffer>, shape: readonly number[], shading: MatrixShading) {
  const type = matrix(...shape);
  const graph = new Graph();
  const pixels = colorMatrix(graph, graph.external('matrix', type), {
    palette: graph.external('palette', flat(shading.palette.length)),
    scale: graph.external('scale', scaleType),
  });
  const { outputs } = await evaluateTwice(graph, {
    outputs: { pixels },
    feeds: {
      matrix: { type, values },
      palette: { type: flat(shading.palette.length), values: shading.palette },
      scale: { type: scaleType, values: packScale(shading) },
    },
  });
  // It comes back as floats, of which the grey is a NaN that copying turns quiet.
  const bits = Array.from(new Uint32Array(outputs.pixels!.buffer), (pixel) => (pixel > 256 ? grey : pixel));
  const [side, pitch] = [shape.at(-1)!, pixelPitch(shape.at(-1)!)];
  const rows = Array.from({ length: side }, (_, row) => bits.slice(row * pitch, (row + 1) * pitch));
  expect(rows.flatMap((row) => row.slice(side)).every((pixel) => pixel === 0)).toBe(true);
  return rows.flatMap((row) => row.slice(0, side));
}

/** What the processor paints of the same. */
function painted(values: Float32Array, side: number, { isCorrelation, ...shading }: MatrixShading): number[] {
  const factors = isCorrelation ? correlationFactors(values, side) : undefined;
  return [...paintMap({ values, factors, rows: 1, columns: 1, height: side, width: side, shading })];
}

/** One is single precision, so that a value between two steps may go to either. */
function expectAlike(found: readonly number[], expected: readonly number[]): void {
  expect(found).toHaveLength(expected.length);
  const others = found.flatMap((pixel, i) => (pixel === expected[i] ? [] : [[pixel, expected[i]!] as const]));
  expect(others.length).toBeLessThanOrEqual(found.length / 1000);
  expect(others.filter(([pixel, other]) => Math.abs(pixel - other) > 1)).toEqual([]);
}

/** A covariance [side, side] of three times as many samples. */
function covarianceOf(side: number): Float32Array<ArrayBuffer> {
  const samples = randomNormal(3 * side * side, side);
  return Float32Array.from({ length: side * side }, (_, at) => {
    const [i, j] = [Math.floor(at / side), at % side];
    let sum = 0;
    for (let n = 0; n < 3 * side; n++)
      sum += samples[n * side + i]! * samples[n * side + j]! * (1 + i) * (1 + j);
    return sum / (3 * side);
  });
}

test.each([1, 5, 63, 75])('colours %i features as the processor does', async (side) => {
  const values = covarianceOf(side);
  for (const shading of [
    { palette, min: -1, max: 1, isCorrelation: true },
    // Many values are beyond the scale.
    { palette, min: -0.7, max: 0.7, isCorrelation: false },
    { palette, min: -side * side, max: side * side, isCorrelation: false },
  ]) {
    const expected = painted(values, side, shading);
    if (side > 5) expect(new Set(expected).size).toBeGreaterThan(10);
    expectAlike(await pixelsOf(values, [side, side], shading), expected);
  }
});

test('NaN is grey, what is beyond the scale has the colour of its end, a scale without length its first', async () => {
  const values = Float32Array.of(NaN, -9, 9, -Infinity, 0.5, Infinity, 1, -0.5, 0);
  const shading = { palette, min: -1, max: 1, isCorrelation: false };
  expect(await pixelsOf(values, [3, 3], shading)).toEqual([grey, 1, 256, 1, 192, 256, 256, 65, 129]);
  expect(painted(values, 3, shading)).toEqual([grey, 1, 256, 1, 192, 256, 256, 65, 129]);
  const [, ...rest] = await pixelsOf(Float32Array.of(NaN, 1, 2, 3), [2, 2], { ...shading, min: 2, max: 2 });
  expect(rest).toEqual([1, 1, 1]);
});

test('a feature that never moves, or is NaN, has grey correlations; those of others stay', async () => {
  const shading = { palette, min: -1, max: 1, isCorrelation: true };
  for (const variance of [0, NaN]) {
    const values = Float32Array.of(4, 0, -4, 0, variance, 0, -4, 0, 16);
    const expected = [256, grey, 65, grey, grey, grey, 65, grey, 256];
    expect(painted(values, 3, shading)).toEqual(
      expected.map((pixel, i) => (i === 4 || pixel === grey ? grey : pixel)),
    );
    expect(await pixelsOf(values, [3, 3], shading)).toEqual(expected);
  }
});

test('of several matrices the first is coloured', async () => {
  const shading = { palette, min: 0, max: 255, isCorrelation: false };
  const values = Float32Array.from({ length: 3 * 36 }, (_, i) => i);
  expect(await pixelsOf(values, [3, 6, 6], shading)).toEqual(
    [...values.slice(0, 36)].map((value) => value + 1),
  );
});

test('names the shape that it cannot take', () => {
  const graph = new Graph();
  const shading = {
    palette: graph.external('palette', flat(256)),
    scale: graph.external('scale', scaleType),
  };
  expect(() => colorMatrix(graph, graph.external('matrix', matrix(2, 3)), shading)).toThrow('got [2,3]');
});
