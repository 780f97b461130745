import { StorageFullError, type FileStore, type Origin, type StoredFile } from '../data/delivery/store.ts';

/** Folder of the origin's private file system that holds data sets. */
const folderName = 'data';
/** Endings of a file under way, and of the note on where it comes from. */
const partEnding = '.part';
const noteEnding = '.origin';

/**
 * Data files in the origin's private file system. A file is written as `<key>.part` and moved to its name when it is whole
 * and checked, so whatever has its name is whole. Of two tabs that want the same file one waits for the other.
 *
 * @throws where the browser has no such file system, or not in a worker.
 */
export async function openOpfsStore(): Promise<FileStore> {
  const root = await navigator.storage.getDirectory();
  const folder = await root.getDirectoryHandle(folderName, { create: true });
  const nameOf = (key: string) => encodeURIComponent(key);

  const find = (name: string) => folder.getFileHandle(name).catch(nullIfGone);
  const removeEntry = async (name: string) => {
    await folder.removeEntry(name).catch(nullIfGone);
  };
  const readNote = async (name: string): Promise<Origin | null> => {
    const note = await find(name + noteEnding);
    if (!note) return null;
    try {
      return JSON.parse(await (await note.getFile()).text()) as Origin;
    } catch {
      return null;
    }
  };
  const writeNote = async (name: string, origin: Origin) => {
    const handle = await folder.getFileHandle(name + noteEnding, { create: true });
    const access = await openForWriting(handle);
    access.truncate(0);
    access.write(new TextEncoder().encode(JSON.stringify(origin)), { at: 0 });
    access.close();
  };

  return {
    async open(key) {
      const file = await (await find(nameOf(key)))?.getFile().catch(nullIfGone);
      if (!file) return null;
      return {
        bytes: file.size,
        read: async (start, end) => new Uint8Array(await file.slice(start, end).arrayBuffer()),
      };
    },

    async write(key, origin) {
      const name = nameOf(key);
      const note = await readNote(name);
      // Before the part is opened: a note that Chromium never opens leaves no part open either.
      if (note?.address !== origin.address || note.total !== origin.total) {
        await removeEntry(name + partEnding);
        await writeNote(name, origin);
      }
      const handle = await folder.getFileHandle(name + partEnding, { create: true });
      const access = await openForWriting(handle);
      let length = access.getSize();
      const kept = new Uint8Array(length);
      access.read(kept, { at: 0 });
      const append = (chunk: Uint8Array<ArrayBuffer>) => {
        const written = withRoom(() => access.write(chunk, { at: length }));
        // Without room Chromium gives a number beyond any length rather than an error.
        if (written !== chunk.length) throw new StorageFullError(`${key}: no room for ${chunk.length} bytes`);
        length += written;
      };
      return {
        kept,
        append,
        restart(content) {
          access.truncate(0);
          length = 0;
          append(content);
        },
        async finish() {
          withRoom(() => access.flush());
          access.close();
          await move(handle, name);
        },
        suspend() {
          access.flush();
          access.close();
        },
        async discard() {
          access.close();
          await removeEntry(name + partEnding);
          await removeEntry(name + noteEnding);
        },
      };
    },

    async list() {
      const files: StoredFile[] = [];
      for await (const [name, handle] of folder.entries()) {
        if (handle.kind !== 'file' || name.endsWith(noteEnding)) continue;
        const isWhole = !name.endsWith(partEnding);
        const file = await handle.getFile().catch(nullIfGone);
        if (!file) continue;
        const plain = isWhole ? name : name.slice(0, -partEnding.length);
        files.push({
          key: decodeURIComponent(plain),
          bytes: file.size,
          address: (await readNote(plain))?.address ?? null,
          isWhole,
        });
      }
      return files.sort((a, b) => (a.key < b.key ? -1 : 1));
    },

    async remove(key) {
      for (const ending of ['', partEnding, noteEnding]) await removeEntry(nameOf(key) + ending);
    },

    exclusively: (key, signal, work) => navigator.locks.request(`data ${key}`, { signal }, work),
  };
}

/** The part of a file handle that only workers have, so that a page may list and remove what they wrote. */
interface WritableHandle {
  createSyncAccessHandle(): Promise<{
    read(buffer: Uint8Array, options: { readonly at: number }): number;
    write(buffer: Uint8Array, options: { readonly at: number }): number;
    truncate(size: number): void;
    getSize(): number;
    flush(): void;
    close(): void;
  }>;
}

function openForWriting(handle: unknown): ReturnType<WritableHandle['createSyncAccessHandle']> {
  return (handle as WritableHandle).createSyncAccessHandle();
}

/** Browsers differ in whether a file can be moved to a name that is taken; ours is not. */
async function move(handle: FileSystemFileHandle, name: string): Promise<void> {
  await (handle as FileSystemFileHandle & { move(name: string): Promise<void> }).move(name);
}

function withRoom<T>(write: () => T): T {
  try {
    return write();
  } catch (error) {
    if (error instanceof DOMException && error.name === 'QuotaExceededError')
      throw new StorageFullError(error.message);
    throw error;
  }
}

/** A file may be moved or removed by another tab at any time. */
function nullIfGone(error: unknown): null {
  if (error instanceof DOMException && error.name === 'NotFoundError') return null;
  throw error;
}
