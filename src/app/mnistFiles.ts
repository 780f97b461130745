import { grouped } from '../util/format.ts';

/** The four files of MNIST, as their authors name them. */
export const mnistFiles = [
  { name: 'train-images-idx3-ubyte', what: 'training images' },
  { name: 'train-labels-idx1-ubyte', what: 'training labels' },
  { name: 't10k-images-idx3-ubyte', what: 'test images' },
  { name: 't10k-labels-idx1-ubyte', what: 'test labels' },
] as const;

/**
 * The name under which a dropped file is known, `.gz` kept; null for a file that is none of the four. Browsers and
 * archives vary the name: `train-images.idx3-ubyte`, `train-images-idx3-ubyte (1).gz`.
 */
export function canonicalName(name: string): string | null {
  const plain = name.toLowerCase();
  const match = /(train|t10k)-(images|labels)[.-]idx[13]-ubyte/.exec(plain);
  if (!match) return null;
  const [, part, kind] = match;
  return `${part}-${kind}-idx${kind === 'images' ? 3 : 1}-ubyte${plain.endsWith('.gz') ? '.gz' : ''}`;
}

/** Which of the four are still missing. */
export function missingFiles(names: readonly string[]): string[] {
  return mnistFiles
    .filter(({ name }) => !names.some((given) => given === name || given === `${name}.gz`))
    .map(({ name }) => name);
}

/** One sentence on what was dropped. */
export function describeDrop(
  taken: readonly string[],
  refused: readonly string[],
  missing: readonly string[],
): string {
  const parts = [];
  if (refused.length > 0)
    parts.push(
      `${refused.join(', ')} ${refused.length === 1 ? 'is' : 'are'} not among the four files of MNIST.`,
    );
  if (taken.length > 0 && missing.length > 0) parts.push(`Still missing: ${missing.join(', ')}.`);
  if (taken.length > 0 && missing.length === 0)
    parts.push(`All ${grouped(mnistFiles.length)} files are here.`);
  return parts.join(' ');
}
