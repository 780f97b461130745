import { UserError } from '../util/assert.ts';
import { collect } from './collect.ts';
import type { Dataset } from './dataset.ts';
import type { DatasetEntry } from './datasets.ts';
import type { Reading } from './format.ts';
import { formats } from './formats.ts';
import { drawGlyphs } from './glyphsDataset.ts';
import type { ImageDecoder } from './imageDecoder.ts';
import type { OpenFile, OpenSources } from './source.ts';

export interface LoadOptions {
  readonly open: OpenSources;
  readonly decode: ImageDecoder;
  /** Decides which images are generated, which ones a subset takes, and which labels are wrong. */
  readonly seed: number;
  /** Numbers of images; null takes the data set's own. */
  readonly trainSize: number | null;
  readonly testSize: number | null;
  /** Share of the training labels that are made wrong, 0 to 1. */
  readonly labelNoise: number;
  /** How many of `count` training images of `bytes` each there is room for. Default: all. */
  readonly roomFor?: (count: number, bytes: number) => Promise<number>;
  /** True returns as soon as training can start; false (the default) when all images are there. */
  readonly isGrowing?: boolean;
  /** Called now and then with counts of images. */
  readonly onProgress?: (done: number, total: number) => void;
  /** Stops the loading of a set that is no longer wanted. */
  readonly signal?: AbortSignal;
}

/**
 * Loads a data set: generated, or read from the files that `open` finds. Sizes smaller than the set take a random subset,
 * the same whether the set comes at once or in parts; a smaller one is contained in a larger one of the same seed.
 *
 * @throws UserError that names what is missing, wrong or asked for in vain.
 */
export async function loadDataset(row: DatasetEntry, options: LoadOptions): Promise<Dataset> {
  checkSize(row, 'training', { size: options.trainSize, limit: row.maxTrainSize });
  checkSize(row, 'test', { size: options.testSize, limit: row.maxTestSize });
  const { reading, files } = await read(row, options);
  return collect(row, reading, { ...options, files });
}

interface Found {
  readonly reading: Reading;
  /** None where it is generated. */
  readonly files: readonly OpenFile[];
}

async function read(row: DatasetEntry, { open, decode, seed, ...sizes }: LoadOptions): Promise<Found> {
  const { title, classes, shape, fit, labels } = row;
  if (row.embedded) {
    const counts = { train: sizes.trainSize ?? row.trainSize, test: sizes.testSize ?? row.testSize };
    return { reading: drawGlyphs({ classes, counts, color: shape[0] === 3, seed }), files: [] };
  }
  const { format, files } = await open(row);
  const known = classes.length > 0 ? classes : null;
  const reading = await formats[format](files, { title, classes: known, shape, fit, labels, seed, decode });
  return { reading, files };
}

function checkSize(
  { title }: DatasetEntry,
  what: string,
  { size, limit }: { size: number | null; limit: number },
): void {
  if (size !== null && !(Number.isInteger(size) && size >= 1 && size <= limit))
    throw new UserError(`${title} has 1 to ${limit} ${what} images, but ${size} are asked for.`);
}
