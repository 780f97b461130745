import { configure, ERR_UNSAFE_FILENAME, Reader, Writer, ZipReader, type FileEntry } from '@zip.js/zip.js';
import { UserError } from '../../util/assert.ts';
import { bytes as formatBytes } from '../../util/format.ts';
import type { ByteFile } from '../byteFile.ts';
import type { TreeFile } from './folderTree.ts';

/** The platform's own decompression, in whichever thread this is. */
configure({ useWebWorkers: false });

const maxUnpackedBytes = 2 * 1024 ** 3;
/** Image files hardly shrink at all; what shrinks a thousandfold is made to fill a machine. */
const maxRatio = 1000;
/** Directories of more entries than this take more memory than they are worth. */
const maxEntries = 2_000_000;

/**
 * The files of a zip archive whose paths are wanted; each is unpacked when it is read.
 *
 * @throws UserError for what is damaged, locked, leads outside of the archive, or unpacks to more than 2 GiB or a
 *   thousand times its size.
 */
export async function openZip(archive: ByteFile, isWanted: (path: string) => boolean): Promise<TreeFile[]> {
  const reader = new ZipReader(new FileReader(archive, await archive.size()));
  const files: TreeFile[] = [];
  let unpackedBytes = 0;
  let count = 0;
  try {
    for await (const entry of reader.getEntriesGenerator()) {
      const path = entry.filename;
      if (++count > maxEntries) throw new UserError(`${archive.name} has more than ${maxEntries} entries.`);
      if (entry.directory) continue;
      checkSizes(archive, entry);
      unpackedBytes += entry.uncompressedSize;
      if (unpackedBytes > maxUnpackedBytes)
        throw new UserError(
          `${archive.name} unpacks to more than ${formatBytes(maxUnpackedBytes)}; use fewer or smaller images.`,
        );
      if (!isWanted(path)) continue;
      if (entry.encrypted)
        throw new UserError(`${archive.name} is locked with a password; pack its images anew without one.`);
      files.push({ path, file: entryFile(archive, entry) });
    }
  } catch (error) {
    throw asUserError(archive, error);
  }
  return files;
}

function checkSizes(archive: ByteFile, { filename, compressedSize, uncompressedSize }: FileEntry): void {
  if (uncompressedSize >= maxRatio * Math.max(1, compressedSize))
    throw new UserError(
      `${archive.name} holds ${filename}, which unpacks to ${formatBytes(uncompressedSize)}, a thousand times its ` +
        'size or more; no image does that.',
    );
}

function entryFile(archive: ByteFile, entry: FileEntry): ByteFile {
  const unpack = async (): Promise<Uint8Array<ArrayBuffer>> => {
    try {
      return await entry.getData<Uint8Array<ArrayBuffer>>(new BoundedWriter(entry.uncompressedSize), {
        checkSignature: true,
      });
    } catch (error) {
      throw asUserError(archive, error, entry.filename);
    }
  };
  return {
    name: `${archive.name}: ${entry.filename}`,
    size: () => Promise.resolve(entry.uncompressedSize),
    read: async (start, end) => (await unpack()).subarray(start, end),
  };
}

function asUserError(archive: ByteFile, error: unknown, path = ''): UserError {
  if (error instanceof UserError) return error;
  // Absolute paths and those with `..`: the library refuses them.
  if (error instanceof Error && error.message === ERR_UNSAFE_FILENAME)
    return new UserError(
      `${archive.name} has the path "${String('filename' in error ? error.filename : '')}", which leads outside of the ` +
        'archive. Pack the folder anew.',
    );
  const reason = error instanceof Error ? error.message : String(error);
  return new UserError(
    `${archive.name}${path && `, file ${path},`} is not a valid zip archive: ${reason}. Fetch or pack it again.`,
  );
}

class FileReader extends Reader<ByteFile> {
  private readonly file: ByteFile;

  constructor(file: ByteFile, size: number) {
    super(file);
    this.file = file;
    this.size = size;
  }

  override async readUint8Array(index: number, length: number): Promise<Uint8Array> {
    return this.file.read(index, Math.min(index + length, this.size));
  }
}

/** Takes as many bytes as the directory promised, and not one more. */
class BoundedWriter extends Writer<Uint8Array<ArrayBuffer>> {
  private readonly limit: number;
  private readonly chunks: Uint8Array[] = [];
  private length = 0;

  constructor(limit: number) {
    super();
    this.limit = limit;
  }

  override writeUint8Array(chunk: Uint8Array): Promise<void> {
    this.length += chunk.length;
    if (this.length > this.limit)
      return Promise.reject(new Error('it unpacks to more than its directory says'));
    this.chunks.push(chunk.slice());
    return Promise.resolve();
  }

  override getData(): Promise<Uint8Array<ArrayBuffer>> {
    const whole = new Uint8Array(this.length);
    let position = 0;
    for (const chunk of this.chunks) {
      whole.set(chunk, position);
      position += chunk.length;
    }
    return Promise.resolve(whole);
  }
}
