import type { Quintic } from '../../engine/ops/minimaxQuintic.ts';
import { symmetricEigen } from '../../util/eigen.ts';
import type { Sampling } from '../../engine/ops/sampling.ts';
import { inverseSqrtGains } from './spectrum.ts';

export interface Deconvolution {
  /** Sigma + eps I of a block, [D, D]. */
  readonly covariance: Float32Array;
  /** mu [D]. */
  readonly mean: Float32Array;
  readonly sampling: Pick<Sampling, 'features' | 'blocks' | 'featureStep'>;
  readonly kernelSize: number;
  readonly padding: number;
  readonly dilation: number;
  /** Of the iteration towards the inverse root. */
  readonly steps: readonly Quintic[];
}

/** Channels, height, width of an image, and its values [C, H, W]. */
export interface Maps {
  readonly channels: number;
  readonly height: number;
  readonly width: number;
  readonly values: Float32Array;
}

/**
 * An image whitened by a layer, after each step of the iteration: for each channel and pixel the entry of
 * (patch - mu) D_t that belongs to the channel's centre tap.
 *
 * @param shown channels to compute
 * @returns by t = 0 … the number of steps, [shown, H, W]
 */
export function* deconvolveImage(
  image: Maps,
  deconvolution: Deconvolution,
  shown: number,
): Generator<undefined, Float32Array<ArrayBuffer>[]> {
  const { covariance, kernelSize, steps } = deconvolution;
  const { values, vectors } = yield* symmetricEigen(covariance, { wantsVectors: true });
  const gains = inverseSqrtGains(values, steps);
  const n = values.length;
  const pixels = image.height * image.width;
  const frames = gains.map(() => new Float32Array(shown * pixels));
  for (let channel = 0; channel < shown; channel++) {
    const flat = channel * kernelSize ** 2 + (kernelSize ** 2 - 1) / 2;
    const { block, feature } = placeIn(flat, deconvolution.sampling);
    for (const [t, gain] of gains.entries()) {
      const row = new Float64Array(n);
      for (let i = 0; i < n; i++) {
        const factor = gain[i]! * vectors![i * n + feature]!;
        for (let j = 0; j < n; j++) row[j]! += factor * vectors![i * n + j]!;
      }
      yield;
      correlate(
        image,
        row,
        { ...deconvolution, block },
        frames[t]!.subarray(channel * pixels, (channel + 1) * pixels),
      );
      yield;
    }
  }
  return frames;
}

/** Block and entry of a feature of a patch. */
export function placeIn(
  flat: number,
  { features, blocks, featureStep }: Pick<Sampling, 'features' | 'blocks' | 'featureStep'>,
): { block: number; feature: number } {
  return featureStep === 1
    ? { block: Math.floor(flat / features), feature: flat % features }
    : { block: flat % blocks, feature: Math.floor(flat / blocks) };
}

/** Feature of a patch that an entry of a block stands for: the inverse of {@link placeIn}. */
export function featureOf(
  { block, feature }: { block: number; feature: number },
  { features, featureStep }: Pick<Sampling, 'features' | 'featureStep'>,
): number {
  return featureStep === 1 ? block * features + feature : feature * featureStep + block;
}

function correlate(
  { height, width, values }: Maps,
  row: Float64Array,
  { block, mean, sampling, kernelSize, padding, dilation }: Deconvolution & { block: number },
  output: Float32Array,
): void {
  // The patch's centre stands over the pixel, whatever the layer's padding; beyond the edge stand zeros, or the mean
  // where the layer never sees an edge.
  const reach = (kernelSize - 1) / 2;
  let offset = 0;
  for (let i = 0; i < row.length; i++) offset -= row[i]! * mean[i]!;
  output.fill(offset);
  for (let i = 0; i < row.length; i++) {
    const flat = featureOf({ block, feature: i }, sampling);
    const channel = Math.floor(flat / kernelSize ** 2);
    const tap = flat % kernelSize ** 2;
    const dy = (Math.floor(tap / kernelSize) - reach) * dilation;
    const dx = ((tap % kernelSize) - reach) * dilation;
    const weight = row[i]!;
    const outside = padding > 0 ? 0 : weight * mean[i]!;
    for (let y = 0; y < height; y++)
      for (let x = 0; x < width; x++) {
        const [sy, sx] = [y + dy, x + dx];
        output[y * width + x]! +=
          sy < 0 || sy >= height || sx < 0 || sx >= width
            ? outside
            : weight * values[(channel * height + sy) * width + sx]!;
      }
  }
}
