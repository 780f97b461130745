import { describe, expect, test } from 'vitest';
import { Random } from '../../util/random.ts';
import { runWhole } from '../../util/slices.ts';
import { distributionOf } from './activations.ts';
import { centreSurroundIndex } from './centreSurround.ts';
import { deconvolveImage, featureOf, placeIn } from './deconvolvedImage.ts';
import { lookAtKernels } from './kernels.ts';
import {
  correlation,
  inverseSqrtGains,
  lookAtNewtonSchulz,
  offDiagonalEnergy,
  residualOf,
  shownSteps,
  spectrumOf,
} from './spectrum.ts';

const newtonSchulz = (iterations: number) => ({ inverseSqrt: 'newtonSchulz', iterations }) as const;

/** Covariance of neighbours that resemble each other. */
function smoothCovariance(n: number): Float32Array<ArrayBuffer> {
  return Float32Array.from({ length: n * n }, (_, at) => 0.8 ** Math.abs(Math.floor(at / n) - (at % n)));
}

function multiply(a: ArrayLike<number>, b: ArrayLike<number>, n: number): Float64Array<ArrayBuffer> {
  return Float64Array.from({ length: n * n }, (_, at) => {
    const [row, column] = [Math.floor(at / n), at % n];
    let sum = 0;
    for (let k = 0; k < n; k++) sum += a[row * n + k]! * b[k * n + column]!;
    return sum;
  });
}

/** D_t by the matrix iteration of PAPER 1.4. */
function inverseRoot(matrix: ArrayLike<number>, n: number, iterations: number): Float64Array {
  const norm = Math.sqrt(Array.from(matrix).reduce((sum, value) => sum + value * value, 0));
  let y = Float64Array.from(matrix, (value) => value / norm);
  let z = Float64Array.from({ length: n * n }, (_, i) => (i % (n + 1) === 0 ? 1 : 0));
  for (let t = 0; t < iterations; t++) {
    const factor = multiply(z, y, n).map((value, i) => ((i % (n + 1) === 0 ? 3 : 0) - value) / 2);
    [y, z] = [multiply(y, factor, n), multiply(factor, z, n)];
  }
  return z.map((value) => value / Math.sqrt(norm));
}

describe('spectrum', () => {
  test('condition number and effective rank', () => {
    const diagonal = (...values: number[]) =>
      Float32Array.from(values.flatMap((value, i) => values.map((_, j) => (i === j ? value : 0))));
    expect(runWhole(spectrumOf(diagonal(1, 4, 2)))).toMatchObject({ condition: 4 });
    expect([...runWhole(spectrumOf(diagonal(1, 4, 2))).values]).toEqual([4, 2, 1]);
    expect(runWhole(spectrumOf(diagonal(3, 3, 3))).effectiveRank).toBeCloseTo(3, 12);
    expect(runWhole(spectrumOf(diagonal(5, 0, 0))).effectiveRank).toBeCloseTo(1, 12);
    expect(runWhole(spectrumOf(diagonal(5, 0, 0))).condition).toBe(Infinity);
  });

  test('off-diagonal energy is a share, and correlations have a diagonal of ones', () => {
    expect(offDiagonalEnergy(Float32Array.from([1, 0, 0, 1]), 2)).toBe(0);
    expect(offDiagonalEnergy(Float32Array.from([1, 1, 1, 1]), 2)).toBe(0.5);
    expect([...correlation(Float32Array.from([4, 3, 3, 9]), 2)]).toEqual([1, 0.5, 0.5, 1]);
  });

  test.each([1, 3, 5, 15])('gains after %i iterations are those of the matrix iteration', (iterations) => {
    const n = 6;
    const covariance = smoothCovariance(n);
    const deconv = inverseRoot(covariance, n, iterations);
    const after = multiply(multiply(deconv, covariance, n), deconv, n);
    const look = runWhole(
      lookAtNewtonSchulz(covariance, {
        iteration: newtonSchulz(iterations),
        after: Float32Array.from(after),
      }),
    );
    expect(look.gains).toHaveLength(16);
    expect(look.residuals[iterations]).toBeCloseTo(look.measuredResidual!, 5);
    expect(look.residuals[iterations]).toBeCloseTo(residualOf(Float32Array.from(after), n), 5);
    // Descending eigenvalues, and squares of sqrt(lambda) g are those of D A D.
    const expected = runWhole(spectrumOf(Float32Array.from(after))).values;
    const squares = look.gains[iterations]!.map((gain) => gain ** 2).sort((a, b) => b - a);
    squares.forEach((value, i) => expect(value).toBeCloseTo(expected[i]!, 5));
  });

  test('gains of the converged mode are inverse roots, after as many steps as it takes', () => {
    const look = runWhole(
      lookAtNewtonSchulz(smoothCovariance(6), {
        iteration: { inverseSqrt: 'quintic', iterations: 5 },
        after: null,
      }),
    );
    expect(look).toMatchObject({ inverseSqrt: 'quintic', iterations: 5 });
    expect(look.residuals).toHaveLength(6);
    expect(look.residuals[5]).toBeLessThan(1e-5);
    expect(look.residuals[3]).toBeGreaterThan(0.1);
  });

  test('gains of many iterations are inverse roots', () => {
    const values = Float64Array.from([4, 1, 0.25]);
    inverseSqrtGains(values, shownSteps(newtonSchulz(30)))
      .at(-1)!
      .forEach((gain, i) => expect(gain).toBeCloseTo(1 / Math.sqrt(values[i]!), 10));
  });
});

describe('centre-surround index', () => {
  const index = (...values: number[]) => centreSurroundIndex(Float32Array.from(values));
  test.each([
    ['an edge enhancer', [0, -1, 0, -1, 4, -1, 0, -1, 0], 1],
    ['the same upside down', [0, 1, 0, 1, -4, 1, 0, 1, 0], 1],
    ['a centre alone', [0, 0, 0, 0, 1, 0, 0, 0, 0], 0],
    ['a blur', [1, 1, 1, 1, 1, 1, 1, 1, 1], -1],
    ['an edge', [-1, 0, 1, -1, 0.1, 1, -1, 0, 1], 0],
    ['a weak surround', [0, -1, 0, -1, 8, -1, 0, -1, 0], 0.5],
    ['nothing', [0, 0, 0, 0, 0, 0, 0, 0, 0], 0],
    ['one pixel', [3], 0],
  ])('of %s', (_, kernel, expected) => expect(index(...kernel)).toBeCloseTo(expected, 6));

  test('leaves out what does not exist', () =>
    expect(index(NaN, -1, NaN, -1, 4, -1, NaN, -1, NaN)).toBeCloseTo(1, 6));
});

describe('distribution', () => {
  test('of a normal sample has no excess kurtosis, and its density integrates to one', () => {
    const random = new Random(2);
    const values = Float32Array.from({ length: 40_000 }, () => 3 * random.normal());
    const look = distributionOf(values);
    expect(look.deviation).toBeCloseTo(3, 1);
    expect(Math.abs(look.kurtosis)).toBeLessThan(0.15);
    expect(look.nearZero).toBeCloseTo(0.0797, 2);
    const width = (2 * look.range) / look.density.length;
    expect(look.density.reduce((sum, value) => sum + value * width, 0)).toBeCloseTo(1, 6);
    // The fullest bin is in the middle.
    const fullest = look.density.indexOf(Math.max(...look.density));
    expect(Math.abs(fullest - (look.density.length - 1) / 2)).toBeLessThanOrEqual(2);
  });

  test('sparsity runs from all alike to a single one', () => {
    expect(distributionOf(new Float32Array(64).fill(2)).hoyer).toBeCloseTo(0, 6);
    const single = new Float32Array(64);
    single[7] = -5;
    expect(distributionOf(single).hoyer).toBeCloseTo(1, 6);
    expect(distributionOf(single).nearZero).toBeCloseTo(63 / 64, 6);
  });
});

describe('deconvolved image', () => {
  test.each([
    { blocks: 2, featureStep: 2 },
    { blocks: 2, featureStep: 1 },
  ])('features have their place in $blocks blocks, step $featureStep', (layout) => {
    const sampling = { ...layout, features: 9 };
    for (let flat = 0; flat < 18; flat++) expect(featureOf(placeIn(flat, sampling), sampling)).toBe(flat);
  });

  test('is the row of D of the centre tap, laid over each pixel', () => {
    const [kernelSize, channels, size] = [3, 2, 5];
    const n = kernelSize ** 2 * channels;
    const random = new Random(4);
    const covariance = smoothCovariance(n);
    const mean = Float32Array.from({ length: n }, () => random.normal());
    const values = Float32Array.from({ length: channels * size * size }, () => random.normal());
    const frames = runWhole(
      deconvolveImage(
        { channels, height: size, width: size, values },
        {
          covariance,
          mean,
          sampling: { features: n, blocks: 1, featureStep: 1 },
          kernelSize,
          padding: 1,
          dilation: 1,
          steps: shownSteps(newtonSchulz(4)),
        },
        channels,
      ),
    );
    expect(frames).toHaveLength(16);
    const deconv = inverseRoot(covariance, n, 4);
    const [channel, y, x] = [1, 0, 3];
    let expected = 0;
    for (let c = 0; c < channels; c++)
      for (let dy = -1; dy <= 1; dy++)
        for (let dx = -1; dx <= 1; dx++) {
          const [sy, sx] = [y + dy, x + dx];
          const inside = sy >= 0 && sy < size && sx >= 0 && sx < size;
          const feature = c * 9 + (dy + 1) * 3 + dx + 1;
          const value = inside ? values[(c * size + sy) * size + sx]! : 0;
          expected += (value - mean[feature]!) * deconv[(channel * 9 + 4) * n + feature]!;
        }
    expect(frames[4]![(channel * size + y) * size + x]).toBeCloseTo(expected, 4);
  });
});

test('kernels find their values in memory, and leave out what other blocks hold', () => {
  // Three outputs, two inputs, 3x3, as the GPU keeps them: [ky][kx][I4][O4].
  const memory = Float32Array.from({ length: 9 * 4 * 4 }, (_, i) => i);
  const look = lookAtKernels({
    weight: memory,
    type: { shape: [3, 2, 3, 3], layout: 'weight' },
    effective: null,
    deconv: Float32Array.from({ length: 81 }, (_, i) => i),
    sampling: { features: 9, blocks: 2, featureStep: 2 },
  });
  expect(look.weight).toMatchObject({ rows: 3, columns: 2, side: 3 });
  // Output 2, input 1, tap 5.
  expect(look.weight.values[(2 * 2 + 1) * 9 + 5]).toBe((5 * 4 + 1) * 4 + 2);
  // Channel 0's centre is feature 4: block 0, entry 2. Tap 1 is in the other block, tap 2 is entry 1 of the same.
  expect(look.deconv!.values.slice(0, 3)).toEqual(Float32Array.from([18, NaN, 19]));
  expect(look).toMatchObject({ effective: null, effectiveIndex: null, taps: null, outChannels: 3 });
});
