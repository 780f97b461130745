import { open, readdir, readFile, realpath, stat, type FileHandle } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { UserError } from '../util/assert.ts';
import type { ByteFile } from '../data/byteFile.ts';
import type { FilePlace } from '../data/openSources.ts';

/** Reads a JSON file; every failure is a sentence that names it. */
export async function readJson(path: string): Promise<unknown> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    throw new UserError(`The file ${path} cannot be read: ${reason(error)}.`);
  }
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw new UserError(`The file ${path} is not JSON: ${reason(error)}.`);
  }
}

/** Reads a whole file; a failure is a sentence that names it. */
export async function readBinary(path: string): Promise<Uint8Array> {
  try {
    return new Uint8Array(await readFile(path));
  } catch (error) {
    throw new UserError(`The file ${path} cannot be read: ${reason(error)}.`);
  }
}

function reason(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/**
 * The files below a directory. A path such as `mnist/train-images-idx3-ubyte.gz` is looked for below it and, the
 * directory being perhaps the data set's own, without its first part.
 */
export function directoryPlace(directory: string): FilePlace {
  const candidates = (path: string) => [
    join(directory, path),
    join(directory, path.slice(path.indexOf('/') + 1)),
  ];
  return {
    find: async (path) => {
      for (const candidate of candidates(path))
        if (await isThere(candidate, 'file')) return diskFile(candidate, path.slice(path.indexOf('/') + 1));
      return null;
    },
    list: async (folder) => {
      for (const candidate of candidates(folder)) {
        if (!(await isThere(candidate, 'folder'))) continue;
        const entries = await readdir(candidate, { recursive: true, withFileTypes: true });
        return entries
          .filter((entry) => entry.isFile())
          .map((entry) => join(entry.parentPath, entry.name))
          .map((path) => diskFile(path, relative(candidate, path).replaceAll(sep, '/')))
          .sort((a, b) => (a.name < b.name ? -1 : 1));
      }
      return [];
    },
  };
}

async function isThere(path: string, kind: 'file' | 'folder'): Promise<boolean> {
  const found = await stat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return null;
    throw new UserError(`${path} cannot be read: ${error.message}.`);
  });
  return kind === 'file' ? (found?.isFile() ?? false) : (found?.isDirectory() ?? false);
}

interface DiskFile extends ByteFile {
  readonly path: string;
}

/** Whether a file of a `directoryPlace` is the one at `path`, by whatever way it was found. */
export async function isFileAt(file: ByteFile, path: string): Promise<boolean> {
  const there = await realpath(path).catch(() => null);
  return there !== null && 'path' in file && there === (await realpath((file as DiskFile).path));
}

/** A file on disk, read piece by piece. */
export function diskFile(path: string, name: string): DiskFile {
  const guard = async <T>(work: (file: FileHandle) => Promise<T>): Promise<T> => {
    let file: FileHandle | null = null;
    try {
      file = await open(path);
      return await work(file);
    } catch (error) {
      throw new UserError(`The file ${path} cannot be read: ${reason(error)}.`);
    } finally {
      await file?.close();
    }
  };
  return {
    path,
    name,
    size: () => guard(async (file) => (await file.stat()).size),
    read: (start, end) =>
      guard(async (file) => {
        const size = Math.max(0, Math.min(end, (await file.stat()).size) - start);
        const bytes = new Uint8Array(size);
        const { bytesRead } = await file.read(bytes, 0, size, start);
        return bytes.subarray(0, bytesRead);
      }),
  };
}

/** @throws UserError when a directory that the user named is not there. */
export async function assertDirectory(path: string, option = '--data'): Promise<void> {
  const isDirectory = await stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
  if (!isDirectory)
    throw new UserError(`There is no directory ${path}; ${option} names the directory of the data files.`);
}

/** @throws UserError when the folder that a result shall be written to is not there. */
export async function assertWritable(path: string, option = '--json'): Promise<void> {
  await assertDirectory(dirname(path)).catch(() => {
    throw new UserError(`${option} ${path}: there is no directory ${dirname(path)}.`);
  });
}
