import { UserError } from '../util/assert.ts';
import {
  cifar100Classes,
  cifar100Superclasses,
  cifar10Classes,
  clothes,
  digits,
  imagenetteClasses,
  stl10Classes,
  tinyImagenetClasses,
} from './classNames.ts';
import { noAugmentation, type DatasetInfo } from './dataset.ts';
import type { Source } from './source.ts';
import * as sources from './sources.ts';

/** A row of the table of data sets. */
export interface DatasetEntry extends DatasetInfo {
  /** Numbers of images that `null` stands for: all of them where it is read from files. */
  readonly trainSize: number;
  readonly testSize: number;
  /** Numbers of images that may be asked for. */
  readonly maxTrainSize: number;
  readonly maxTestSize: number;
  /** True when it is generated and nothing has to be read. */
  readonly embedded: boolean;
  /** Ways of having it, best first; none when it is embedded. */
  readonly sources: readonly Source[];
  /** Column of the labels where files have several; null where they have one. */
  readonly labels: string | null;
  /** How images of another shape are made to fit: the middle square, scaled; or only scaled. */
  readonly fit: 'crop' | 'stretch';
  /** Under which it may be used. */
  readonly licence: string;
  readonly citation: string;
}

type Shape = DatasetInfo['shape'];

const color = (side: number): Shape => [3, side, side];
/** The paper's augmentation of small photographs (PAPER §3.1): a crop out of four pixels of padding, and a flip. */
const cropAndFlip = { cropPadding: 4, flip: true };

const cifar10Constants = { mean: [0.4914, 0.4822, 0.4465], std: [0.2023, 0.1994, 0.201] };
const imagenetConstants = { mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225] };

/** What rows read from files have in common. */
function stored<Row extends { readonly trainSize: number; readonly testSize: number }>(row: Row) {
  return {
    ...row,
    maxTrainSize: row.trainSize,
    maxTestSize: row.testSize,
    embedded: false,
    labels: null,
    fit: 'crop',
  } as const;
}

const glyphs = {
  classes: digits,
  trainSize: 20_000,
  testSize: 4_000,
  maxTrainSize: 100_000,
  maxTestSize: 20_000,
  augmentation: noAugmentation,
  embedded: true,
  sources: [],
  labels: null,
  fit: 'crop',
  licence: 'MIT, as this program, which draws them',
  citation: 'Glyphs: strokes with random warps over 1/f texture, generated in the page.',
} as const;

const cifar100 = {
  ...stored({ trainSize: 50_000, testSize: 10_000 }),
  shape: color(32),
  mean: [0.5071, 0.4865, 0.4409],
  std: [0.2009, 0.1984, 0.2023],
  augmentation: cropAndFlip,
  sources: sources.cifar100,
  licence: 'none stated; free for research',
  citation: 'A. Krizhevsky: Learning multiple layers of features from tiny images, 2009.',
} as const;

/** Crops are as wide as for ImageNet at 16 and 32 pixels: padding log2(side) - 1. */
const imagenetCrop = (side: number) => ({ cropPadding: Math.log2(side) - 1, flip: true });

const imagenette = (side: number) => ({
  ...stored({ trainSize: 9469, testSize: 3925 }),
  classes: imagenetteClasses,
  shape: color(side),
  ...imagenetConstants,
  augmentation: imagenetCrop(side),
  sources: sources.imagenette,
  licence: 'Apache 2.0 (selection); the images are those of ImageNet, for research',
  citation: 'J. Howard: Imagenette, a subset of ten easily classified classes of ImageNet, 2019.',
});

const tinyImagenet = (side: number) => ({
  ...stored({ trainSize: 100_000, testSize: 10_000 }),
  classes: tinyImagenetClasses,
  shape: color(side),
  ...imagenetConstants,
  augmentation: imagenetCrop(side),
  sources: sources.tinyImagenet,
  licence: 'none stated; the images are those of ImageNet, for research',
  citation: 'Y. Le, X. Yang: Tiny ImageNet visual recognition challenge, 2015.',
});

const ownImages = (side: number) => ({
  ...stored({ trainSize: 10_000_000, testSize: 10_000_000 }),
  // The folders say them.
  classes: [],
  shape: color(side),
  ...imagenetConstants,
  augmentation: imagenetCrop(side),
  sources: sources.own,
  licence: 'your own',
  citation: 'Your own images, one folder for each class.',
});

/** The one table of data sets, in the order of the menu; the first one is the default. */
export const datasets: readonly DatasetEntry[] = [
  { ...glyphs, name: 'glyphs', title: 'Glyphs', shape: [1, 28, 28], mean: [0.314], std: [0.253] },
  {
    ...glyphs,
    name: 'glyphs-color',
    title: 'Glyphs in colour',
    shape: color(32),
    mean: [0.317, 0.317, 0.317],
    std: [0.26, 0.26, 0.26],
  },
  {
    ...stored({ trainSize: 60_000, testSize: 10_000 }),
    name: 'mnist',
    title: 'MNIST',
    classes: digits,
    shape: [1, 28, 28],
    mean: [0.1307],
    std: [0.3081],
    augmentation: noAugmentation,
    sources: sources.mnist,
    licence: 'CC BY-SA 3.0',
    citation:
      'Y. LeCun, L. Bottou, Y. Bengio, P. Haffner: Gradient-based learning applied to document recognition, 1998.',
  },
  {
    ...stored({ trainSize: 60_000, testSize: 10_000 }),
    name: 'fashion-mnist',
    title: 'Fashion-MNIST',
    classes: clothes,
    shape: [1, 28, 28],
    // The paper only scales it to 0…1 (PAPER §3.1).
    mean: [0],
    std: [1],
    augmentation: noAugmentation,
    sources: sources.fashionMnist,
    licence: 'MIT',
    citation: 'H. Xiao, K. Rasul, R. Vollgraf: Fashion-MNIST, 2017. arXiv:1708.07747',
  },
  {
    ...stored({ trainSize: 50_000, testSize: 10_000 }),
    name: 'cifar10',
    title: 'CIFAR-10',
    classes: cifar10Classes,
    shape: color(32),
    ...cifar10Constants,
    augmentation: cropAndFlip,
    sources: sources.cifar10,
    licence: 'none stated; free for research',
    citation: 'A. Krizhevsky: Learning multiple layers of features from tiny images, 2009.',
  },
  { ...cifar100, name: 'cifar100', title: 'CIFAR-100', classes: cifar100Classes, labels: 'fine_label' },
  {
    ...cifar100,
    name: 'cifar100-coarse',
    title: 'CIFAR-100, 20 superclasses',
    classes: cifar100Superclasses,
    labels: 'coarse_label',
  },
  {
    ...stored({ trainSize: 73_257, testSize: 26_032 }),
    name: 'svhn',
    title: 'SVHN',
    classes: digits,
    shape: color(32),
    mean: [0.3782, 0.3839, 0.41],
    std: [0.1873, 0.1905, 0.188],
    augmentation: cropAndFlip,
    sources: sources.svhn,
    licence: 'for non-commercial use only',
    citation: 'Y. Netzer et al.: Reading digits in natural images with unsupervised feature learning, 2011.',
  },
  {
    ...stored({ trainSize: 5000, testSize: 8000 }),
    name: 'stl10',
    title: 'STL-10',
    classes: stl10Classes,
    shape: color(96),
    ...cifar10Constants,
    augmentation: cropAndFlip,
    sources: sources.stl10,
    licence: 'none stated; the images are those of ImageNet, for research',
    citation: 'A. Coates, H. Lee, A. Y. Ng: An analysis of single-layer networks, 2011.',
  },
  { ...imagenette(64), name: 'imagenette', title: 'Imagenette, 64 pixels' },
  { ...imagenette(32), name: 'imagenette-32', title: 'Imagenette, 32 pixels' },
  { ...tinyImagenet(64), name: 'tiny-imagenet', title: 'Tiny ImageNet, 64 pixels' },
  { ...tinyImagenet(32), name: 'tiny-imagenet-32', title: 'Tiny ImageNet, 32 pixels' },
  { ...ownImages(64), name: 'own', title: 'Own images, 64 pixels' },
  { ...ownImages(32), name: 'own-32', title: 'Own images, 32 pixels' },
];

/** The row of a data set; a UserError that names the valid ones otherwise. */
export function findDataset(name: string): DatasetEntry {
  const found = datasets.find((dataset) => dataset.name === name);
  if (found) return found;
  const names = datasets.map((dataset) => dataset.name).join(', ');
  throw new UserError(`There is no data set "${name}"; choose one of ${names}.`);
}
