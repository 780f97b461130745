import { UserError } from '../../util/assert.ts';
import { deriveSeed, Random } from '../../util/random.ts';
import type { ByteFile } from '../byteFile.ts';
import type { Split } from '../dataset.ts';

/** A file with its path below the root of a tree, be it of folders or within an archive. */
export interface TreeFile {
  readonly path: string;
  readonly file: ByteFile;
}

/** An image file with its class. */
export interface Labelled {
  readonly file: ByteFile;
  /** Name of the folder that is the class. */
  readonly className: string;
}

export interface Tree {
  readonly classes: readonly string[];
  readonly images: Readonly<Record<Split, readonly Labelled[]>>;
  /** Sentences on what was left out. */
  readonly notes: readonly string[];
}

const imageName = /\.(png|jpe?g|webp|gif)$/i;
const splitNames: Readonly<Record<Split, RegExp>> = {
  train: /^train(ing)?$/i,
  test: /^(test(ing)?|val(id(ation)?)?)$/i,
};
/** Share of the images that are for testing, where the folders do not say it. */
const testShare = 0.2;
const namedFiles = 3;

/** Whether a path is that of an image, and not of what systems put beside it. */
export function isImagePath(path: string): boolean {
  return imageName.test(path) && !isHidden(path);
}

export function isHidden(path: string): boolean {
  return path.split(/[\\/]/).some((part) => part.startsWith('.') || part === '__MACOSX');
}

interface SortOptions {
  /** The archive, or the set, in sentences. */
  readonly where: string;
  readonly seed: number;
  /** Classes by path of images that lie together in a folder of that name, as a list beside it says; null without one. */
  readonly labels: ReadonlyMap<string, string> | null;
}

/** Folder of images that a list gives classes to. */
const listedFolder = 'images';

/**
 * Sorts image files into classes by the first folder of their path, below folders named train and test (or val) where
 * there are such; else a seeded fifth of each class, and one image at least, is for testing.
 *
 * @throws UserError when there are no images or no classes.
 */
export function sortTree(files: readonly TreeFile[], { where, seed, labels }: SortOptions): Tree {
  const visible = files.filter(({ path }) => !isHidden(path));
  const images = visible.filter(({ path }) => imageName.test(path));
  if (images.length === 0)
    throw new UserError(
      `${where} holds no PNG, JPEG, WebP or GIF file` +
        `${visible[0] ? ` (it has ${visible.length} others, such as ${visible[0].path})` : ''}. ` +
        'Make a folder for each class and put its images there.',
    );
  const paths = images.map(({ path }) => path.split(/[\\/]/).filter((part) => part !== '' && part !== '.'));
  const depth = commonFolders(paths);
  const own = paths.map((path) => path.slice(depth));
  const splitOf = (path: readonly string[]): Split | null =>
    (path.length > 1 && (['train', 'test'] as const).find((split) => splitNames[split].test(path[0]!))) ||
    null;
  const hasSplit = own.some((path) => splitOf(path) === 'train');
  const sorted: Record<Split | 'all', Labelled[]> = { train: [], test: [], all: [] };
  const homeless: string[] = [];
  images.forEach(({ path: whole, file }, i) => {
    const path = own[i]!;
    const split = hasSplit ? splitOf(path) : null;
    const rest = split ? path.slice(1) : path;
    const isListed = labels !== null && rest.length === 2 && rest[0] === listedFolder;
    const className = isListed ? labels.get(whole) : rest[0];
    if (rest.length < 2 || className === undefined || (hasSplit && !split)) homeless.push(file.name);
    else sorted[split ?? 'all'].push({ file, className });
  });
  const labelled = [...sorted.train, ...sorted.test, ...sorted.all];
  if (labelled.length === 0)
    throw new UserError(
      `${where} has ${images.length} images, but they lie in no folder (such as ${images[0]!.path}). ` +
        'Make a folder for each class and put its images there.',
    );
  const classes = [...new Set(labelled.map(({ className }) => className))].sort();
  const split = sorted.test.length > 0 ? sorted : divide(hasSplit ? sorted.train : sorted.all, classes, seed);
  return {
    classes,
    // Mixed, so that the first part of a set on its way has images of all classes.
    images: {
      train: new Random(deriveSeed(seed, classes.length)).shuffle([...split.train]),
      test: split.test,
    },
    notes: [
      ...leftOut(
        'is no image',
        'are no images',
        visible.filter(({ path }) => !imageName.test(path)).map(({ file }) => file.name),
      ),
      ...leftOut('lies in no class', 'lie in no class', homeless),
    ],
  };
}

/** How many folders all paths share. A folder of a single class is a class, not the root. */
function commonFolders(paths: readonly (readonly string[])[]): number {
  const first = paths[0]!;
  let depth = 0;
  while (
    first.length - depth > 2 &&
    paths.every((path) => path.length - depth > 2 && path[depth] === first[depth])
  )
    depth++;
  // The folder that was chosen or packed stands before its classes, so a single folder above files is the class.
  return depth;
}

function divide(
  images: readonly Labelled[],
  classes: readonly string[],
  seed: number,
): Record<Split, Labelled[]> {
  const split: Record<Split, Labelled[]> = { train: [], test: [] };
  classes.forEach((name, label) => {
    const own = images.filter(({ className }) => className === name);
    const shuffled = new Random(deriveSeed(seed, label)).shuffle([...own]);
    const testCount = own.length < 2 ? 0 : Math.max(1, Math.round(testShare * own.length));
    split.test.push(...shuffled.slice(0, testCount));
    split.train.push(...shuffled.slice(testCount));
  });
  return split;
}

function leftOut(one: string, several: string, names: readonly string[]): string[] {
  if (names.length === 0) return [];
  if (names.length === 1) return [`A file that ${one} was left out: ${names[0]!}.`];
  const shown = names.slice(0, namedFiles).join(', ') + (names.length > namedFiles ? ', …' : '');
  return [`${names.length} files that ${several} were left out: ${shown}.`];
}
