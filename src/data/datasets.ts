import { UserError } from '../util/assert.ts';
import { deriveSeed } from '../util/random.ts';
import { noAugmentation, splits, subset } from './dataset.ts';
import type { Dataset, DatasetInfo, LoadOptions } from './dataset.ts';
import { generateGlyphs } from './glyphs.ts';
import { readIdxDataset } from './idx.ts';

/** A row of the table of data sets. */
export interface DatasetEntry extends DatasetInfo {
  /** Numbers of images that `null` stands for. */
  readonly trainSize: number;
  readonly testSize: number;
  /** Numbers of images that may be asked for. */
  readonly maxTrainSize: number;
  readonly maxTestSize: number;
  /** True when it is generated and nothing has to be read. */
  readonly embedded: boolean;
  readonly licence: string;
  readonly citation: string;
  load(this: void, options: LoadOptions): Promise<Dataset>;
}

type Row = Omit<DatasetEntry, 'load'>;
type Images = Pick<Dataset, 'train' | 'test'>;

const digits = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'];

const glyphs = {
  classes: digits,
  trainSize: 20_000,
  testSize: 4_000,
  maxTrainSize: 100_000,
  maxTestSize: 20_000,
  augmentation: noAugmentation,
  embedded: true,
  licence: 'MIT, as this program, which draws them',
  citation: 'Glyphs: strokes with random warps over 1/f texture, generated in the page.',
} as const;

const glyphsGray: Row = {
  ...glyphs,
  name: 'glyphs',
  title: 'Glyphs',
  shape: [1, 28, 28],
  mean: [0.314],
  std: [0.253],
};

const glyphsColor: Row = {
  ...glyphs,
  name: 'glyphs-color',
  title: 'Glyphs in colour',
  shape: [3, 32, 32],
  mean: [0.317, 0.317, 0.317],
  std: [0.26, 0.26, 0.26],
};

const mnist: Row = {
  name: 'mnist',
  title: 'MNIST',
  classes: digits,
  shape: [1, 28, 28],
  trainSize: 60_000,
  testSize: 10_000,
  maxTrainSize: 60_000,
  maxTestSize: 10_000,
  mean: [0.1307],
  std: [0.3081],
  augmentation: noAugmentation,
  embedded: false,
  licence: 'CC BY-SA 3.0',
  citation:
    'Y. LeCun, L. Bottou, Y. Bengio, P. Haffner: Gradient-based learning applied to document recognition, 1998.',
};

/** Draws Glyphs; progress counts images. */
function loadGlyphs(row: Row, color: boolean) {
  return async ({ seed, trainSize, testSize, onProgress }: LoadOptions): Promise<Images> => {
    const trainCount = trainSize ?? row.trainSize;
    const testCount = testSize ?? row.testSize;
    const progress = (offset: number) => (done: number) =>
      onProgress?.(offset + done, trainCount + testCount);
    return {
      train: await generateGlyphs({
        seed,
        split: 'train',
        count: trainCount,
        color,
        onProgress: progress(0),
      }),
      test: await generateGlyphs({
        seed,
        split: 'test',
        count: testCount,
        color,
        onProgress: progress(trainCount),
      }),
    };
  };
}

/** Reads the four IDX files from the folder of the row's name; progress counts files. */
function loadIdx(row: Row) {
  return async ({ readBytes, seed, trainSize, testSize, onProgress }: LoadOptions): Promise<Images> => {
    const source = { title: row.title, folder: row.name, classes: row.classes.length, shape: row.shape };
    const { train, test } = await readIdxDataset(source, readBytes, onProgress);
    return {
      train: subset(train, trainSize, {
        seed: deriveSeed(seed, splits.train),
        what: `${row.title}'s training set`,
      }),
      test: subset(test, testSize, { seed: deriveSeed(seed, splits.test), what: `${row.title}'s test set` }),
    };
  };
}

function entry(row: Row, loadImages: (options: LoadOptions) => Promise<Images>): DatasetEntry {
  const { name, title, classes, shape, mean, std, augmentation } = row;
  return {
    ...row,
    async load(options) {
      checkSize(row, 'training', { size: options.trainSize, limit: row.maxTrainSize });
      checkSize(row, 'test', { size: options.testSize, limit: row.maxTestSize });
      return { name, title, classes, shape, mean, std, augmentation, ...(await loadImages(options)) };
    },
  };
}

function checkSize(row: Row, what: string, { size, limit }: { size: number | null; limit: number }): void {
  if (size !== null && !(Number.isInteger(size) && size >= 1 && size <= limit))
    throw new UserError(`${row.title} has 1 to ${limit} ${what} images, but ${size} are asked for.`);
}

/** The one table of data sets, in the order of the menu; the first one is the default. */
export const datasets: readonly DatasetEntry[] = [
  entry(glyphsGray, loadGlyphs(glyphsGray, false)),
  entry(glyphsColor, loadGlyphs(glyphsColor, true)),
  entry(mnist, loadIdx(mnist)),
];

/** The row of a data set; a UserError that names the valid ones otherwise. */
export function findDataset(name: string): DatasetEntry {
  const found = datasets.find((dataset) => dataset.name === name);
  if (found) return found;
  const names = datasets.map((dataset) => dataset.name).join(', ');
  throw new UserError(`There is no data set "${name}"; choose one of ${names}.`);
}
