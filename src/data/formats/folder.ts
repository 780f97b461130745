import { UserError } from '../../util/assert.ts';
import type { ByteFile } from '../byteFile.ts';
import type { Split } from '../dataset.ts';
import type { FormatOptions, Part, Reading } from '../format.ts';
import type { OpenFile } from '../source.ts';
import { ImageFitter } from './encodedImages.ts';
import { isHidden, sortTree, type Labelled, type Tree, type TreeFile } from './folderTree.ts';
import { openZip } from './zip.ts';

/** A tree of image files, or a zip of one: the folder is the class. */
const imagesPerPart = 500;
const zipName = /\.zip$/i;

export async function readFolder(files: readonly OpenFile[], options: FormatOptions): Promise<Reading> {
  const where = archivesOf(files) || options.title;
  const unpacked = await unpackTree(files.map(({ file }) => file));
  const tree = sortTree(unpacked, { where, seed: options.seed, labels: await listedLabels(unpacked) });
  const labelOf = labelsOf(tree, options.classes, where);
  const fitter = new ImageFitter(options);
  async function* parts(): AsyncGenerator<Part, void, void> {
    for (const split of ['test', 'train'] as const)
      for (let first = 0; first < tree.images[split].length; first += imagesPerPart)
        yield await readImages(tree.images[split].slice(first, first + imagesPerPart), split);
  }
  async function readImages(images: readonly Labelled[], split: Split): Promise<Part> {
    const encoded = await Promise.all(
      images.map(async ({ file }) => ({ name: file.name, bytes: await readWhole(file) })),
    );
    const labels = Uint32Array.from(images, ({ className }) => labelOf.get(className)!);
    return { split, images: await fitter.fit(encoded, labels) };
  }
  return {
    layout: {
      counts: { train: tree.images.train.length, test: tree.images.test.length },
      classes: options.classes ?? tree.classes,
    },
    parts: parts(),
    notes: () => [...tree.notes, ...fitter.notes()],
  };
}

export function isArchive({ name }: ByteFile): boolean {
  return zipName.test(name) && !isHidden(name);
}

function archivesOf(files: readonly OpenFile[]): string {
  return files
    .map(({ file }) => file)
    .filter(isArchive)
    .map(({ name }) => name)
    .join(', ');
}

/**
 * The files of a tree with those of the archives in it. One that lies there as a file as well is not taken from an
 * archive: a folder may hold what was packed from it.
 */
export async function unpackTree(files: readonly ByteFile[]): Promise<TreeFile[]> {
  const archives = files.filter(isArchive);
  const loose = files
    .filter((file) => !archives.includes(file))
    .map((file): TreeFile => ({ path: file.name, file }));
  const names = new Set(loose.map(({ path }) => path));
  const unpacked = await Promise.all(archives.map((file) => openZip(file, (path) => !isHidden(path))));
  return [...loose, ...unpacked.flat().filter(({ path }) => !names.has(path))];
}

const listName = /(^|\/)val_annotations\.txt$/;

/**
 * Classes of the images in `images/` beside a list of them, by path; null without a list. Tiny ImageNet has its test images
 * so: `val_0.JPEG`, the class and a box in each line, between tabs.
 */
async function listedLabels(files: readonly TreeFile[]): Promise<ReadonlyMap<string, string> | null> {
  const list = files.find(({ path }) => listName.test(path));
  if (!list) return null;
  const folder = `${list.path.slice(0, list.path.lastIndexOf('/') + 1)}images/`;
  const lines = new TextDecoder().decode(await readWhole(list.file)).split(/\r?\n/);
  return new Map(
    lines.flatMap((line): [string, string][] => {
      const [name, className] = line.split('\t');
      return name && className ? [[folder + name, className]] : [];
    }),
  );
}

async function readWhole(file: ByteFile): Promise<Uint8Array<ArrayBuffer>> {
  return file.read(0, await file.size());
}

/** Labels by folder: those of the known classes by name, or by order where folders have names of their own (WordNet's). */
function labelsOf(
  { classes: folders }: Tree,
  classes: readonly string[] | null,
  where: string,
): ReadonlyMap<string, number> {
  const names = classes ?? folders;
  const isByName = folders.every((folder) => names.includes(folder));
  if (!isByName && folders.length !== names.length)
    throw new UserError(
      `${where} should have ${names.length} classes, but has ${folders.length} folders (${folders.slice(0, 3).join(', ')}, …).`,
    );
  return new Map(folders.map((folder, i) => [folder, isByName ? names.indexOf(folder) : i]));
}
