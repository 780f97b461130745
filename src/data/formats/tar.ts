import { unpackTar } from 'modern-tar';
import { UserError } from '../../util/assert.ts';
import { memoryFile, type ByteFile } from '../byteFile.ts';
import { streamOf, unpackedChunks } from './byteStream.ts';

/** No file of a known data set is larger. */
const maxFileBytes = 1024 ** 3;

/**
 * The wanted files of a tar archive, packed with gzip or not, by the last part of their names. A tar has no directory, so
 * all of it is read.
 *
 * @throws UserError when the archive is damaged or a wanted file is too large for any data set.
 */
export async function readTar(
  archive: ByteFile,
  isWanted: (name: string) => boolean,
): Promise<ReadonlyMap<string, ByteFile>> {
  let failure: unknown = null;
  const source = streamOf(unpackedChunks(archive), (error) => (failure = error));
  const entries = await unpackTar(source as never, {
    strict: true,
    filter: ({ name, type, size }) => {
      if ((type ?? 'file') !== 'file' || !isWanted(lastPart(name))) return false;
      if (size <= maxFileBytes) return true;
      failure = new UserError(`${archive.name} is no data set: its file ${name} has ${size} bytes.`);
      throw failure;
    },
  }).catch((error: unknown): never => {
    if (failure instanceof UserError) throw failure;
    const reason = error instanceof Error ? error.message : String(error);
    throw new UserError(`${archive.name} is not a valid tar archive: ${reason}.`);
  });
  const files = new Map<string, ByteFile>();
  for (const { header, data } of entries) {
    const bytes = new Uint8Array(data ?? []);
    if (bytes.length !== header.size)
      throw new UserError(`${archive.name} is cut off within its file ${header.name}.`);
    files.set(lastPart(header.name), memoryFile(`${archive.name}: ${lastPart(header.name)}`, bytes));
  }
  return files;
}

function lastPart(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
