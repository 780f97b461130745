import { imageLength, type Dataset, type ImageSet } from '../../data/dataset.ts';
import { UserError } from '../../util/assert.ts';
import { defaultLane, type TrainConfig } from '../config.ts';
import { normalizeImages } from '../normalize.ts';
import { deconvolveImage } from '../probes/deconvolvedImage.ts';
import { shownSteps } from '../probes/spectrum.ts';
import { imageAt, type SampleImage } from '../samples.ts';
import { pad4 } from '../../engine/tensor.ts';
import { augmentImage } from './augment.ts';

/** Draws of the augmentation that are shown. */
const shownDraws = 6;
/** Side of the patches that are whitened: that of the first layer of VGG and ResNet. */
const kernelSize = 3;
/** Images that the covariance is taken of, and the stride between their patches: enough for 27 features. */
const covarianceImages = 400;
const patchStride = 2;

/** One training image on its way into a network. */
export interface ImageViews {
  readonly index: number;
  readonly raw: SampleImage;
  /** As the next steps may see it; none where the set, or this run, is not augmented. */
  readonly augmented: readonly SampleImage[];
  /** (pixel / 255 - mean) / std, [C, H, W]. */
  readonly normalized: Float32Array<ArrayBuffer>;
  /** Normalised and whitened over its patches, after 0, 1, … iterations, [C, H, W] each. */
  readonly whitened: readonly Float32Array<ArrayBuffer>[];
  /** Iterations of a deconvolution layer by default. */
  readonly iterations: number;
  readonly eps: number;
  readonly kernelSize: number;
}

/**
 * A training image as it is, augmented, normalised, and whitened as network deconvolution does it: by the inverse root of
 * the covariance of the set's patches.
 *
 * @throws UserError when there is no such image.
 */
export function* viewImage(
  dataset: Dataset,
  index: number,
  { augment, seed }: Pick<TrainConfig, 'augment' | 'seed'>,
): Generator<undefined, ImageViews> {
  const { train, classes, augmentation } = dataset;
  if (!Number.isInteger(index) || index < 0 || index >= train.count)
    throw new UserError(`There is no training image ${index}; there are ${train.count}, numbered from 0.`);
  const raw = imageAt(train, index, classes);
  const isAugmented = augment && (augmentation.flip || augmentation.cropPadding > 0);
  const augmented = Array.from({ length: isAugmented ? shownDraws : 0 }, (_, step) => ({
    ...raw,
    pixels: augmentImage(raw.pixels, raw, { ...augmentation, seed, step, sample: index }),
  }));
  const normalized = normalizedMaps(raw.pixels, dataset);
  const { covariance, mean } = yield* patchCovariance(dataset, defaultLane.eps);
  const { channels, height, width } = raw;
  const whitened = yield* deconvolveImage(
    { channels, height, width, values: normalized },
    {
      covariance,
      mean,
      sampling: { features: mean.length, blocks: 1, featureStep: 1 },
      kernelSize,
      // Beyond the edge stands the mean: the covariance knows no edges either.
      padding: 0,
      dilation: 1,
      steps: shownSteps({ inverseSqrt: 'newtonSchulz', iterations: defaultLane.iterations }),
    },
    channels,
  );
  const { iterations, eps } = defaultLane;
  return { index, raw, augmented, normalized, whitened, iterations, eps, kernelSize };
}

/** [C, H, W] of an image as the networks take it. */
function normalizedMaps(pixels: Uint8Array, dataset: Dataset): Float32Array<ArrayBuffer> {
  const [channels, height, width] = dataset.shape;
  const padded = pad4(channels);
  const batch = normalizeImages([pixels], dataset);
  const area = height * width;
  return Float32Array.from(
    { length: channels * area },
    (_, at) => batch[(at % area) * padded + Math.floor(at / area)]!,
  );
}

/** Mean and Sigma + eps I of normalised patches, features in order of channel, then position. */
function* patchCovariance(
  dataset: Dataset,
  eps: number,
): Generator<undefined, { covariance: Float32Array; mean: Float32Array }> {
  const { train } = dataset;
  const features = train.channels * kernelSize ** 2;
  const sums = new Float64Array(features);
  const products = new Float64Array(features ** 2);
  const patch = new Float64Array(features);
  let patches = 0;
  for (const image of spread(train, covarianceImages)) {
    const length = imageLength(train);
    const maps = normalizedMaps(train.pixels.subarray(image * length, (image + 1) * length), dataset);
    for (let y = 0; y + kernelSize <= train.height; y += patchStride)
      for (let x = 0; x + kernelSize <= train.width; x += patchStride) {
        takePatch(patch, maps, train, [x, y]);
        patches++;
        for (let i = 0; i < features; i++) {
          sums[i]! += patch[i]!;
          for (let j = 0; j <= i; j++) products[i * features + j]! += patch[i]! * patch[j]!;
        }
      }
    yield;
  }
  const mean = Float32Array.from(sums, (sum) => sum / patches);
  const covariance = new Float32Array(features ** 2);
  for (let i = 0; i < features; i++)
    for (let j = 0; j <= i; j++) {
      const value = products[i * features + j]! / patches - (sums[i]! / patches) * (sums[j]! / patches);
      covariance[i * features + j] = covariance[j * features + i] = value + (i === j ? eps : 0);
    }
  return { covariance, mean };
}

function takePatch(
  patch: Float64Array,
  maps: Float32Array,
  { channels, height, width }: ImageSet,
  [x, y]: readonly [number, number],
): void {
  let at = 0;
  for (let c = 0; c < channels; c++)
    for (let ky = 0; ky < kernelSize; ky++)
      for (let kx = 0; kx < kernelSize; kx++) patch[at++] = maps[(c * height + y + ky) * width + x + kx]!;
}

/** Numbers of at most `most` images, evenly spread over a set. */
function spread({ count }: ImageSet, most: number): number[] {
  const shown = Math.min(most, count);
  return Array.from({ length: shown }, (_, i) => Math.floor((i * count) / shown));
}
