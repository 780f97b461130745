import type { ByteFile } from './byteFile.ts';
import { datasets } from './datasets.ts';
import type { FilePlace } from './openSources.ts';

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

/** The dropped files, known by the last part of their names whatever browsers and archives made of them. */
export function droppedPlace(files: readonly DroppedFile[]): FilePlace {
  const byName = new Map(files.map((file) => [plainName(file.path), file]));
  return {
    find: (path) => {
      const file = byName.get(plainName(path));
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

/** `folder/train-images (1).GZ` -> `train-images.gz` */
function plainName(path: string): string {
  const name = path.slice(path.lastIndexOf('/') + 1).toLowerCase();
  return name.replace(/ ?\(\d+\)(?=\.|$)/, '');
}

/**
 * The data set that dropped files are meant for: the chosen one when any of them is of it, else the first that knows one
 * of them by name, else the user's own images; null when nothing knows them.
 */
export function guessDataset(paths: readonly string[], chosen: string): string | null {
  const names = new Set(paths.map(plainName));
  const isOf = (name: string) =>
    datasets
      .find((row) => row.name === name)
      ?.sources.some(({ files }) =>
        files.some(({ path, aliases = [] }) => [path, ...aliases].some((file) => names.has(plainName(file)))),
      ) ?? false;
  if (isOf(chosen)) return chosen;
  const known = datasets.find(({ name }) => isOf(name));
  if (known) return known.name;
  const hasImages = [...names].some((name) => /\.(png|jpe?g|webp|gif|zip)$/.test(name));
  if (!hasImages) return null;
  const takesFolders = datasets
    .find(({ name }) => name === chosen)
    ?.sources.some(({ format }) => format === 'folder');
  return takesFolders ? chosen : 'own';
}

/** Names of the files of a data set that are not among the dropped ones; none when some source is complete. */
export function missingFiles(paths: readonly string[], dataset: string): readonly string[] {
  const names = new Set(paths.map(plainName));
  const sources = datasets.find(({ name }) => name === dataset)?.sources ?? [];
  const missing = sources.map(({ files }) => ({
    of: files.length,
    names: files
      .filter(({ path, aliases = [] }) =>
        path.endsWith('/')
          ? names.size === 0
          : ![path, ...aliases].some((file) => names.has(plainName(file))),
      )
      .map(({ path }) => path.slice(path.lastIndexOf('/') + 1) || path),
  }));
  if (missing.some((source) => source.names.length === 0)) return [];
  const nearest = missing.toSorted((a, b) => a.names.length / a.of - b.names.length / b.of)[0];
  return nearest?.names ?? [];
}
