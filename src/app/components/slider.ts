/** Which of the rising `values` is nearest to `value`. */
export function nearestPlace(values: readonly number[], value: number): number {
  const distance = (place: number) => Math.abs(values[place]! - value);
  return values.reduce((best, _, place) => (distance(place) < distance(best) ? place : best), 0);
}

/** Images at the first place of a slider over sizes of training sets. */
const fewestImages = 500;
const placesPerDecade = 20;

/** Sizes of a training set at even distances of their logarithm, in two digits, up to all of its images. */
export function trainSizes(all: number): number[] {
  const sizes: number[] = [];
  for (let size = fewestImages; size < all;)
    size = Number((fewestImages * 10 ** (sizes.push(size) / placesPerDecade)).toPrecision(2));
  return [...sizes, all];
}

/** Shares of wrong labels: every percent up to 80. */
export const noiseShares: readonly number[] = Array.from({ length: 81 }, (_, percents) => percents / 100);
