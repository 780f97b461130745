import { UserError } from '../../util/assert.ts';
import type { ByteFile } from '../byteFile.ts';
import type { Split } from '../dataset.ts';
import type { FormatOptions, Part, Reading } from '../format.ts';
import type { OpenFile } from '../source.ts';
import { ImageFitter } from './encodedImages.ts';
import { isHidden, isImagePath, sortTree, type Labelled, type Tree } from './folderTree.ts';
import { openZip } from './zip.ts';

/** A tree of image files, or a zip of one: the folder is the class. */
const imagesPerPart = 500;
const zipName = /\.zip$/i;

export async function readFolder(files: readonly OpenFile[], options: FormatOptions): Promise<Reading> {
  const unpacked = await Promise.all(
    files.map(({ file }) => (zipName.test(file.name) ? openZip(file, isKept) : Promise.resolve([file]))),
  );
  const tree = sortTree(unpacked.flat(), options);
  const labelOf = labelsOf(tree, options);
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

const isKept = (path: string) => isImagePath(path) || !isHidden(path);

async function readWhole(file: ByteFile): Promise<Uint8Array<ArrayBuffer>> {
  return file.read(0, await file.size());
}

/** Labels by folder: those of the known classes by name, or by order where folders have names of their own (WordNet's). */
function labelsOf(
  { classes: folders }: Tree,
  { title, classes }: FormatOptions,
): ReadonlyMap<string, number> {
  const names = classes ?? folders;
  const isByName = folders.every((folder) => names.includes(folder));
  if (!isByName && folders.length !== names.length)
    throw new UserError(
      `${title} has ${names.length} classes, but there are ${folders.length} folders (${folders.slice(0, 3).join(', ')}, …).`,
    );
  return new Map(folders.map((folder, i) => [folder, isByName ? names.indexOf(folder) : i]));
}
