import { assert, UserError } from '../../util/assert.ts';
import { ceilDiv, product } from '../../util/math.ts';
import type { Graph, Tensor } from '../graph.ts';
import { linearWorkgroups, type Op } from '../op.ts';
import { flat, formatShape, nchw, physicalSize, type TensorType } from '../tensor.ts';

/** A stretch of a data set's images, as many as one binding takes. */
export interface PixelPart {
  /** {@link pixelWords}: bytes [count, H, W, C], row-major, four to a word. */
  readonly pixels: Tensor;
  /** Number of the first image in the data set. */
  readonly first: number;
  readonly count: number;
}

/** The buffers of a data set, and the batch that is made of them. All are external tensors. */
export interface BatchBuffers {
  /** All images of the data set, the first stretch first. */
  readonly parts: readonly PixelPart[];
  /** [count] u32. */
  readonly labels: Tensor;
  /** [count] u32: the images in the order in which batches take them. */
  readonly order: Tensor;
  /** Written: activation [N, C, H, W]. */
  readonly images: Tensor;
  /** Written: [N] u32, {@link ignoredLabel} where the batch has no more images. */
  readonly targets: Tensor;
}

export interface GatherOptions {
  /** Per channel, of pixels scaled to 0..1. Default 0. */
  readonly mean?: readonly number[] | undefined;
  /** Standard deviation per channel. Default 1. */
  readonly deviation?: readonly number[] | undefined;
  /** Random crop of the image padded by so many zeros (before normalisation) on each side. Default 0: none. */
  readonly cropPadding?: number;
  /** Mirrors every other image, at random. Default false. */
  readonly flip?: boolean;
}

/** Type of the buffer that holds `count` images [H, W, C] as bytes. */
export function pixelWords(count: number, imageShape: readonly number[]): TensorType {
  return flat(ceilDiv(count * product(imageShape), 4));
}

function gatherOp(buffers: BatchBuffers, { pixels, first, count }: PixelPart, options: GatherOptions): Op {
  const { labels, order, images, targets } = buffers;
  const { n, c, h, w } = nchw(images);
  const { mean = [], deviation = [], cropPadding = 0, flip = false } = options;
  const perChannel = (name: string, values: readonly number[], fallback: number) =>
    Object.fromEntries(
      [0, 1, 2, 3].map((channel) => [
        `${name}_${channel}`,
        channel < c ? (values[channel] ?? fallback) : fallback,
      ]),
    );
  return {
    name: 'gatherBatch',
    hasEffect: true,
    infer() {
      if (images.layout !== 'activation' || images.shape.length !== 4 || c > 4)
        throw new UserError(
          `gatherBatch: images need the shape [N,C,H,W] with at most 4 channels, got ${formatShape(images.shape)}`,
        );
      for (const values of [mean, deviation])
        if (values.length !== 0 && values.length !== c)
          throw new UserError(
            `gatherBatch: images have ${c} channels, mean or deviation ${values.length}; give one value for each`,
          );
      assert(product(targets.shape) === n, `gatherBatch: ${n} images, ${formatShape(targets.shape)} targets`);
      return [];
    },
    lower() {
      const size = physicalSize(images) / 4;
      return [
        {
          kernel: 'data/gather',
          constants: {
            SIZE: size,
            HEIGHT: h,
            WIDTH: w,
            CHANNELS: c,
            FIRST_IMAGE: first,
            IMAGE_COUNT: count,
            CROP_PADDING: cropPadding,
            FLIP: flip ? 1 : 0,
            ...perChannel('MEAN', mean, 0),
            ...perChannel('DEVIATION', deviation, 1),
          },
          reads: { pixels, labels, order },
          writes: { images, targets },
          workgroups: linearWorkgroups(size),
        },
      ];
    },
  };
}

/**
 * Fills `images` and `targets` with the batch that `step.first` and `step.count` name, normalised to
 * (pixel / 255 - mean) / deviation and, where asked for, cropped and mirrored at random by `step.seed` and
 * `step.step`.
 */
export function gatherBatch(graph: Graph, buffers: BatchBuffers, options: GatherOptions = {}): void {
  for (const part of buffers.parts)
    graph.apply(gatherOp(buffers, part, options), [part.pixels, buffers.labels, buffers.order]);
}
