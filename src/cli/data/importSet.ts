import { ZipWriter } from '@zip.js/zip.js';
import type { ByteFile } from '../../data/byteFile.ts';
import type { DatasetEntry } from '../../data/datasets.ts';
import type { FileStore, Writer } from '../../data/delivery/store.ts';
import { isArchive, unpackTree } from '../../data/formats/folder.ts';
import { isImagePath, type TreeFile } from '../../data/formats/folderTree.ts';
import { openSource, type FilePlace } from '../../data/openSources.ts';
import type { OpenSource, Source } from '../../data/source.ts';
import { UserError } from '../../util/assert.ts';

const copyBytes = 1 << 22;

/** Files of a set that lie in a directory. */
export interface FoundSet {
  readonly source: Source;
  readonly open: OpenSource;
}

/** The first source of a set all of whose files are in `place`; null when there is none. */
export async function findSet({ sources }: DatasetEntry, place: FilePlace): Promise<FoundSet | null> {
  for (const source of sources) {
    const open = await openSource(source, place);
    if (!Array.isArray(open)) return { source, open };
  }
  return null;
}

interface ImportOptions {
  readonly store: FileStore;
  /** Whether a file that was found is the store's own of that key. */
  readonly isStored: (file: ByteFile, key: string) => Promise<boolean>;
  readonly signal: AbortSignal;
  readonly onProgress: (bytes: number) => void;
}

/**
 * Copies the files of a set into a store, each whole or not at all; what lies there already stays as it is. A tree of
 * images is packed into one zip, as servers hand out files but no folders.
 *
 * @throws UserError when a file cannot be written, or would be replaced by one that is made of it.
 */
export async function importSet({ source, open }: FoundSet, options: ImportOptions): Promise<void> {
  const { isStored, signal, onProgress } = options;
  let copied = 0;
  const count = (bytes: number) => onProgress((copied += bytes));
  const copy = async (file: ByteFile, key: string) => {
    if (await isStored(file, key)) return;
    await writeFile(key, options, async (writer) => {
      for (let start = 0; start < (await file.size()); start += copyBytes) {
        signal.throwIfAborted();
        const piece = await file.read(start, start + copyBytes);
        writer.append(piece);
        count(piece.length);
      }
    });
  };
  const files = open.files.map(({ file }) => file);
  const root = source.files[0]!.path;
  if (!root.endsWith('/')) {
    for (const file of files) await copy(file, root.slice(0, root.lastIndexOf('/') + 1) + file.name);
    return;
  }
  const folder = root.slice(0, -1);
  const key = folder.includes('/') ? `${folder}.zip` : `${folder}/${folder}.zip`;
  const archives = files.filter(isArchive);
  const hasLoose = files.some(({ name }) => isImagePath(name));
  if (archives.length === 1 && !hasLoose) return copy(archives[0]!, key);
  for (const archive of archives)
    if (await isStored(archive, key))
      throw new UserError(
        `${key} is there already, and lies among the images that would be packed into it. Move it elsewhere, or name ` +
          'another directory with --out.',
      );
  const images = (await unpackTree(files)).filter(({ path }) => isImagePath(path));
  await writeFile(key, options, (writer) => pack(images, writer, { signal, count }));
}

type Place = Pick<ImportOptions, 'store' | 'signal'>;

async function writeFile(
  key: string,
  { store, signal }: Place,
  fill: (writer: Writer) => Promise<void>,
): Promise<void> {
  await store.exclusively(key, signal, async () => {
    const writer = await store.write(key, { address: 'import', total: null });
    try {
      writer.restart(new Uint8Array(0));
      await fill(writer);
      await writer.finish(new Uint8Array(0));
    } catch (error) {
      await writer.discard();
      if (signal.aborted || error instanceof UserError) throw error;
      throw new UserError(
        `${key} cannot be written: ${error instanceof Error ? error.message : String(error)}.`,
      );
    }
  });
}

/** Images hardly shrink, so they are stored as they are. */
async function pack(
  images: readonly TreeFile[],
  writer: Writer,
  { signal, count }: { signal: AbortSignal; count: (bytes: number) => void },
): Promise<void> {
  const sink = new WritableStream<Uint8Array<ArrayBuffer>>({ write: (chunk) => writer.append(chunk) });
  const zip = new ZipWriter(sink, { level: 0, useWebWorkers: false });
  const taken = new Set<string>();
  for (const { path, file } of images) {
    signal.throwIfAborted();
    const bytes = await file.read(0, await file.size());
    await zip.add(freePath(path, taken), new Blob([bytes]).stream());
    count(bytes.length);
  }
  await zip.close();
}

/** Several archives may hold the same path: `cat/1.png`, `cat/1 (2).png`. */
function freePath(path: string, taken: Set<string>): string {
  const dot = path.lastIndexOf('.');
  let free = path;
  for (let i = 2; taken.has(free); i++) free = `${path.slice(0, dot)} (${i})${path.slice(dot)}`;
  taken.add(free);
  return free;
}
