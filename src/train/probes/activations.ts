import type { nchw } from '../../engine/tensor.ts';
import type { DistributionLook, MapsLook } from './probe.ts';

/** Maps that are drawn at most. */
const maxMaps = 16;

/** The first channels of one image's activation [C, H, W]. */
export function firstMaps(values: Float32Array<ArrayBuffer>, { c, h, w }: ReturnType<typeof nchw>): MapsLook {
  const shown = Math.min(c, maxMaps);
  return { channels: c, shown, height: h, width: w, maps: values.slice(0, shown * h * w) };
}

/** Deviations to both sides that a histogram shows, and its bins. */
const range = 6;
const bins = 61;

/** Distribution of activations, about zero and in units of their deviation. */
export function distributionOf(values: Float32Array): DistributionLook {
  const n = values.length;
  let [sum, absolute, squares] = [0, 0, 0];
  for (const value of values) {
    sum += value;
    absolute += Math.abs(value);
    squares += value * value;
  }
  const mean = sum / n;
  let [second, fourth] = [0, 0];
  for (const value of values) {
    const square = (value - mean) ** 2;
    second += square;
    fourth += square * square;
  }
  const deviation = Math.sqrt(second / n);
  const density = new Float64Array(bins);
  const weight = bins / (2 * range * n);
  let small = 0;
  for (const value of values) {
    if (Math.abs(value) < 0.1 * deviation) small++;
    const bin = Math.floor(((value / deviation + range) / (2 * range)) * bins);
    if (bin >= 0 && bin < bins) density[bin]! += weight;
  }
  const root = Math.sqrt(n);
  return {
    mean,
    deviation,
    density,
    range,
    kurtosis: (n * fourth) / (second * second) - 3,
    nearZero: small / n,
    hoyer: (root - absolute / Math.sqrt(squares)) / (root - 1),
  };
}
