import { imageLength, type Dataset, type ImageSet } from '../../data/dataset.ts';

/** Images that correlations are measured on at most, spread over the set. */
const correlatedImages = 1000;
/** Greatest distance between pixels, in pixels. */
const maxDistance = 8;
/** Images between two chances for others to work. */
const sliceImages = 16;

export interface DataStatistics {
  /** Training images that mean and deviation are of: all that are there. */
  readonly count: number;
  /** Per channel, of pixels scaled to 0…1. */
  readonly mean: readonly number[];
  readonly std: readonly number[];
  /** Images that the correlations are of. */
  readonly correlated: number;
  /** Pearson correlation of pixels 1, 2, … apart, mean over the channels; NaN where nothing varies. */
  readonly horizontal: readonly number[];
  readonly vertical: readonly number[];
  /** Pearson correlation of the channels of a pixel, [C, C]. */
  readonly channels: Float64Array<ArrayBuffer>;
}

/** Measures the training images that are there; yields often. */
export function* measureData({ train }: Pick<Dataset, 'train'>): Generator<undefined, DataStatistics> {
  const { count, channels, height, width } = train;
  const all = Array.from({ length: channels }, () => new Pairs());
  const length = imageLength(train);
  for (let i = 0; i < count; i++) {
    for (let at = i * length; at < (i + 1) * length; at += channels)
      for (let c = 0; c < channels; c++) all[c]!.addOne(train.pixels[at + c]!);
    if (i % sliceImages === 0) yield;
  }
  const correlated = Math.min(correlatedImages, count);
  const sample = Array.from({ length: correlated }, (_, i) => Math.floor((i * count) / correlated));
  const along = function* (dx: number, dy: number): Generator<undefined, number[]> {
    const correlations: number[] = [];
    for (let d = 1; d <= Math.min(maxDistance, (dx ? width : height) - 1); d++)
      correlations.push(yield* shifted(train, sample, [d * dx, d * dy]));
    return correlations;
  };
  return {
    count,
    mean: all.map((pairs) => pairs.meanA / 255),
    std: all.map((pairs) => Math.sqrt(pairs.varianceA) / 255),
    correlated,
    horizontal: yield* along(1, 0),
    vertical: yield* along(0, 1),
    channels: yield* betweenChannels(train, sample),
  };
}

/** Correlation of each pixel with the one `[dx, dy]` further, mean over the channels. */
function* shifted(
  { pixels, channels, height, width }: ImageSet,
  sample: readonly number[],
  [dx, dy]: readonly [number, number],
): Generator<undefined, number> {
  const pairs = Array.from({ length: channels }, () => new Pairs());
  const step = (dy * width + dx) * channels;
  for (const [i, image] of sample.entries()) {
    for (let y = 0; y < height - dy; y++)
      for (let x = 0; x < width - dx; x++) {
        const at = ((image * height + y) * width + x) * channels;
        for (let c = 0; c < channels; c++) pairs[c]!.add(pixels[at + c]!, pixels[at + c + step]!);
      }
    if (i % sliceImages === 0) yield;
  }
  return pairs.reduce((sum, pair) => sum + pair.correlation, 0) / channels;
}

function* betweenChannels(
  { pixels, channels, height, width }: ImageSet,
  sample: readonly number[],
): Generator<undefined, Float64Array<ArrayBuffer>> {
  const pairs = Array.from({ length: channels ** 2 }, () => new Pairs());
  const length = height * width * channels;
  for (const [i, image] of sample.entries()) {
    for (let at = image * length; at < (image + 1) * length; at += channels)
      for (let a = 0; a < channels; a++)
        for (let b = 0; b < channels; b++) pairs[a * channels + b]!.add(pixels[at + a]!, pixels[at + b]!);
    if (i % sliceImages === 0) yield;
  }
  return Float64Array.from(pairs, (pair) => pair.correlation);
}

/** Sums over pairs of bytes: whole numbers below 2^53, so that nothing is rounded before the end. */
class Pairs {
  private n = 0;
  private a = 0;
  private b = 0;
  private aa = 0;
  private bb = 0;
  private ab = 0;

  addOne(a: number): void {
    this.n++;
    this.a += a;
    this.aa += a * a;
  }

  add(a: number, b: number): void {
    this.addOne(a);
    this.b += b;
    this.bb += b * b;
    this.ab += a * b;
  }

  get meanA(): number {
    return this.a / this.n;
  }

  get varianceA(): number {
    return this.aa / this.n - this.meanA ** 2;
  }

  /** NaN where one of the two does not vary. */
  get correlation(): number {
    const { n, a, b, aa, bb, ab } = this;
    return (n * ab - a * b) / Math.sqrt((n * aa - a * a) * (n * bb - b * b));
  }
}
