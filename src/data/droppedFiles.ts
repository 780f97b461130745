import type { ByteFile } from './byteFile.ts';
import { datasets } from './datasets.ts';
import type { FilePlace } from './openSources.ts';
import type { SourceFile } from './source.ts';

/** The part of a browser's `Blob` that is read from. */
export interface BlobLike {
  readonly size: number;
  slice(start: number, end: number): { arrayBuffer(): Promise<ArrayBuffer> };
}

/** A file dropped on the page or chosen in a dialog. */
export interface DroppedFile {
  /** Its path below what was dropped, else its name. */
  readonly path: string;
  readonly blob: BlobLike;
}

/** The dropped files, known by the last parts of their paths whatever browsers and archives made of them. */
export function droppedPlace(files: readonly DroppedFile[]): FilePlace {
  const byName = new Map(files.flatMap((file) => plainNames(file.path).map((name) => [name, file])));
  return {
    find: (path) => {
      const file = byName.get(belowSet(path));
      return Promise.resolve(file ? blobFile(file) : null);
    },
    list: () => Promise.resolve(files.map(blobFile).sort((a, b) => (a.name < b.name ? -1 : 1))),
  };
}

function blobFile({ path, blob }: DroppedFile): ByteFile {
  return {
    name: path,
    size: () => Promise.resolve(blob.size),
    read: async (start, end) =>
      new Uint8Array(await blob.slice(start, Math.min(end, blob.size)).arrayBuffer()),
  };
}

/** `Set/Train/images (1).GZ` -> `images.gz` and `train/images.gz`, as data sets call their files. */
function plainNames(path: string): string[] {
  const parts = path
    .toLowerCase()
    .split('/')
    .map((part) => part.replace(/ ?\(\d+\)(?=\.|$)/, ''));
  return [-1, -2].map((from) => parts.slice(from).join('/'));
}

/** `mnist/Train-images.gz` -> `train-images.gz`: without the folder of the data set. */
function belowSet(path: string): string {
  return path.slice(path.indexOf('/') + 1).toLowerCase();
}

/** Names of files that `isFile` looks for, once for all data sets. */
function namesOf(paths: readonly string[]): ReadonlySet<string> {
  return new Set(paths.flatMap(plainNames));
}

/** Whether any is an image or an archive, of which a tree may be made. */
function haveImages(names: ReadonlySet<string>): boolean {
  return [...names].some((name) => /\.(png|jpe?g|webp|gif|zip)$/.test(name));
}

function isFile({ path, aliases = [] }: SourceFile, names: ReadonlySet<string>): boolean {
  return [belowSet(path), ...aliases.map((alias) => alias.toLowerCase())].some((name) => names.has(name));
}

/**
 * The data set that dropped files are meant for: the chosen one when any of them is of it, else the first that knows one
 * of them by name, else the user's own images; null when nothing knows them.
 */
export function guessDataset(paths: readonly string[], chosen: string): string | null {
  const names = namesOf(paths);
  const isOf = (name: string) =>
    datasets
      .find((row) => row.name === name)
      ?.sources.some(({ files }) => files.some((file) => isFile(file, names))) ?? false;
  if (isOf(chosen)) return chosen;
  const known = datasets.find(({ name }) => isOf(name));
  if (known) return known.name;
  if (!haveImages(names)) return null;
  const takesFolders = datasets
    .find(({ name }) => name === chosen)
    ?.sources.some(({ format }) => format === 'folder');
  return takesFolders ? chosen : 'own';
}

/** Names of the files of a data set that are not among the dropped ones; none when some source is complete. */
export function missingFiles(paths: readonly string[], dataset: string): readonly string[] {
  const names = namesOf(paths);
  const sources = datasets.find(({ name }) => name === dataset)?.sources ?? [];
  const missing = sources.map(({ files }) => ({
    of: files.length,
    names: files
      .filter((file) => (file.path.endsWith('/') ? !haveImages(names) : !isFile(file, names)))
      .map(({ path }) => path.slice(path.lastIndexOf('/') + 1) || path),
  }));
  if (missing.some((source) => source.names.length === 0)) return [];
  const nearest = missing.toSorted((a, b) => a.names.length / a.of - b.names.length / b.of)[0];
  return nearest?.names ?? [];
}
