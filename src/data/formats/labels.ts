import { UserError } from '../../util/assert.ts';

/**
 * Checks that labels name classes.
 *
 * @param first index of the first label in the file, for the sentence.
 * @throws UserError that names the file, the image and its label.
 */
export function checkLabels(
  labels: Uint32Array,
  { fileName, classes, first = 0 }: { fileName: string; classes: number; first?: number },
): void {
  const wrong = labels.findIndex((label) => label >= classes);
  if (wrong >= 0)
    throw new UserError(
      `${fileName} gives image ${first + wrong} the label ${labels[wrong]!}, ` +
        `but there are ${classes} classes (0 to ${classes - 1}).`,
    );
}
