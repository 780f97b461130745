/**
 * How often each class was taken for which.
 *
 * @param labels [images] the true classes
 * @param answers [images] the classes that a network gave
 * @returns [classes, classes] counts, row-major: row = true class, column = answer
 */
export function confusionMatrix(
  labels: ArrayLike<number>,
  answers: ArrayLike<number>,
  classes: number,
): Uint32Array<ArrayBuffer> {
  const counts = new Uint32Array(classes * classes);
  for (let image = 0; image < labels.length; image++) counts[labels[image]! * classes + answers[image]!]!++;
  return counts;
}

/**
 * Images that one network got wrong and another right, in their order.
 *
 * @param labels [images] the true classes
 * @param wrong, right [images] the answers of the two networks
 */
export function disagreements(
  labels: ArrayLike<number>,
  { wrong, right }: { readonly wrong: ArrayLike<number>; readonly right: ArrayLike<number> },
): number[] {
  const found: number[] = [];
  for (let image = 0; image < labels.length; image++)
    if (wrong[image] !== labels[image] && right[image] === labels[image]) found.push(image);
  return found;
}

/**
 * Probabilities of the classes: exp(logit) over their sum, computed relative to the largest so that nothing overflows.
 *
 * @param logits [classes]
 */
export function softmax(logits: Float32Array): Float32Array<ArrayBuffer> {
  const largest = logits.reduce((a, b) => Math.max(a, b), -Infinity);
  const exponentials = Float64Array.from(logits, (logit) => Math.exp(logit - largest));
  const sum = exponentials.reduce((a, b) => a + b, 0);
  return Float32Array.from(exponentials, (value) => value / sum);
}
