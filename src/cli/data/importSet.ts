import { ZipWriter } from '@zip.js/zip.js';
import type { ByteFile } from '../../data/byteFile.ts';
import type { DatasetEntry } from '../../data/datasets.ts';
import type { FileStore, Writer } from '../../data/delivery/store.ts';
import { isImagePath } from '../../data/formats/folderTree.ts';
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

/**
 * Copies the files of a set into `store`, each whole or not at all. A tree of images is packed into one zip, as servers
 * hand out files but no folders.
 */
export async function importSet(
  { source, open }: FoundSet,
  store: FileStore,
  { signal, onProgress }: { signal: AbortSignal; onProgress: (bytes: number) => void },
): Promise<void> {
  let copied = 0;
  const count = (bytes: number) => onProgress((copied += bytes));
  const root = source.files[0]!.path;
  if (!root.endsWith('/')) {
    for (const { file } of open.files) {
      const key = root.slice(0, root.lastIndexOf('/') + 1) + file.name;
      await writeFile(key, { store, signal }, async (writer) => {
        for (let start = 0; start < (await file.size()); start += copyBytes) {
          signal.throwIfAborted();
          const piece = await file.read(start, start + copyBytes);
          writer.append(piece);
          count(piece.length);
        }
      });
    }
    return;
  }
  const folder = root.slice(0, -1);
  const key = folder.includes('/') ? `${folder}.zip` : `${folder}/${folder}.zip`;
  const files = open.files.map(({ file }) => file);
  await writeFile(key, { store, signal }, (writer) => pack(files, writer, { signal, count }));
}

interface Place {
  readonly store: FileStore;
  readonly signal: AbortSignal;
}

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
  files: readonly ByteFile[],
  writer: Writer,
  { signal, count }: { signal: AbortSignal; count: (bytes: number) => void },
): Promise<void> {
  const sink = new WritableStream<Uint8Array<ArrayBuffer>>({ write: (chunk) => writer.append(chunk) });
  const zip = new ZipWriter(sink, { level: 0, useWebWorkers: false });
  for (const file of files) {
    if (!isImagePath(file.name)) continue;
    signal.throwIfAborted();
    const bytes = await file.read(0, await file.size());
    await zip.add(file.name, new Blob([bytes]).stream());
    count(bytes.length);
  }
  await zip.close();
}
