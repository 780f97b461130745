import {
  closeSync,
  fstatSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readFileSync,
  readSync,
  writeSync,
} from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, rmdir, stat, writeFile } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { NotKeptError, type FileStore, type Origin, type StoredFile } from '../../data/delivery/store.ts';
import { diskFile } from '../files.ts';

/** Folder below the store's for what is under way. A leading point keeps it from being served. */
const partialFolder = '.partial';
const originEnding = '.origin';
const lockEnding = '.lock';

/**
 * Data files below a directory, as servers hand them out. A file is written to a hidden folder and moved to its place
 * when it is whole and checked, so whatever has its name is whole. Two programs do not fetch one file at a time.
 */
export function createDiskStore(directory: string): FileStore {
  const placeOf = (key: string) => join(directory, ...key.split('/'));
  const partOf = (key: string) => join(directory, partialFolder, encodeURIComponent(key));

  return {
    async open(key) {
      const path = placeOf(key);
      const found = await stat(path).catch(() => null);
      if (!found?.isFile()) return null;
      const file = diskFile(path, key);
      return { bytes: found.size, read: (start, end) => file.read(start, end) };
    },

    async write(key, origin) {
      const part = partOf(key);
      await mkdir(dirname(part), { recursive: true });
      const old = await readOrigin(part + originEnding);
      const isSame = old?.address === origin.address && old.total === origin.total;
      const file = openSync(part, isSame ? 'a+' : 'w+');
      await writeFile(part + originEnding, JSON.stringify(origin));
      const kept = new Uint8Array(fstatSync(file).size);
      readSync(file, kept, 0, kept.length, 0);
      const append = (chunk: Uint8Array) => {
        for (let done = 0; done < chunk.length;) done += writeSync(file, chunk.subarray(done));
      };
      const remove = () => Promise.all([part, part + originEnding].map((path) => rm(path, { force: true })));
      return {
        kept,
        append,
        restart(content) {
          ftruncateSync(file, 0);
          append(content);
        },
        async finish() {
          closeSync(file);
          await mkdir(dirname(placeOf(key)), { recursive: true });
          await rename(part, placeOf(key));
          await remove();
        },
        suspend: () => closeSync(file),
        async discard() {
          closeSync(file);
          await remove();
        },
      };
    },

    async list() {
      const entries = await readdir(directory, { recursive: true, withFileTypes: true }).catch(() => []);
      const files: StoredFile[] = [];
      for (const entry of entries) {
        const path = join(entry.parentPath, entry.name);
        const key = relative(directory, path).replaceAll(sep, '/');
        if (!entry.isFile() || key.split('/').some((part) => part.startsWith('.'))) continue;
        files.push({ key, bytes: (await stat(path)).size, address: null, isWhole: true });
      }
      return files.sort((a, b) => (a.key < b.key ? -1 : 1));
    },

    async remove(key) {
      await rm(placeOf(key), { force: true });
    },

    async exclusively(key, signal, work) {
      signal.throwIfAborted();
      const lock = partOf(key) + lockEnding;
      takeLock(lock, placeOf(key));
      try {
        return await work();
      } finally {
        await rm(lock, { force: true });
        // Gone when nothing is left under way.
        await rmdir(dirname(lock)).catch(() => undefined);
      }
    },
  };
}

async function readOrigin(path: string): Promise<Origin | null> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as Origin;
  } catch {
    return null;
  }
}

/** A lock holds the number of its process; one whose process has ended is taken over. */
function takeLock(lock: string, path: string): void {
  for (let attempt = 0; attempt < 2; attempt++) {
    try {
      mkdirSync(dirname(lock), { recursive: true });
      const file = openSync(lock, attempt === 0 ? 'wx' : 'w');
      writeSync(file, String(process.pid));
      closeSync(file);
      return;
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      if (code !== 'EEXIST') throw new NotKeptError(`${path} cannot be written: ${message}.`);
      const holder = Number(readFileSync(lock, 'utf8'));
      if (holder !== process.pid && isRunning(holder))
        throw new NotKeptError(
          `${path} is being fetched already, by process ${holder}; wait for it or end it.`,
        );
    }
  }
}

function isRunning(process_: number): boolean {
  try {
    return Number.isInteger(process_) && process_ > 0 && process.kill(process_, 0);
  } catch (error) {
    // It runs, but is another user's.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
