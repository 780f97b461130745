import { readFile, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { UserError } from '../util/assert.ts';
import type { ReadBytes } from '../data/dataset.ts';

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

function reason(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/**
 * `readBytes` over a directory: a path such as `mnist/train-images-idx3-ubyte.gz` is looked for below it and, the
 * directory being perhaps the data set's own, by its last part; null when it is in neither place.
 */
export function directoryReader(directory: string): ReadBytes {
  return async (path) => {
    for (const candidate of [join(directory, path), join(directory, basename(path))]) {
      const bytes = await readFile(candidate).catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return null;
        throw new UserError(`The file ${candidate} cannot be read: ${error.message}.`);
      });
      if (bytes) return new Uint8Array(bytes);
    }
    return null;
  };
}

/** @throws UserError when a directory that the user named is not there. */
export async function assertDirectory(path: string): Promise<void> {
  const isDirectory = await stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
  if (!isDirectory)
    throw new UserError(`There is no directory ${path}; --data names the directory of the data files.`);
}

/** @throws UserError when the folder that a result shall be written to is not there. */
export async function assertWritable(path: string): Promise<void> {
  await assertDirectory(dirname(path)).catch(() => {
    throw new UserError(`--json ${path}: there is no directory ${dirname(path)}.`);
  });
}
