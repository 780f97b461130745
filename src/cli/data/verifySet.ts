import { createHash } from 'node:crypto';
import { chunksOf, type ByteFile } from '../../data/byteFile.ts';
import type { DatasetEntry } from '../../data/datasets.ts';
import { formats } from '../../data/formats.ts';
import type { OpenSource } from '../../data/source.ts';
import { decodeImages } from '../decodeImages.ts';
import { knownFile } from './knownSets.ts';

/** A set that was found right. */
export interface VerifiedSet {
  readonly train: number;
  readonly test: number;
  readonly classes: number;
  /** Bytes of its files. */
  readonly bytes: number;
  /** True where every file has the checksum of the public mirrors' one. */
  readonly isPublicCopy: boolean;
}

/**
 * Checks the files of a set: by their checksums where all are known and agree, else by reading every image and label, as
 * copies that were packed otherwise are as good.
 *
 * @param onProgress Called with counts of images read.
 * @throws UserError that names the file and its fault.
 */
export async function verifySet(
  row: DatasetEntry,
  { format, files }: OpenSource,
  onProgress: (done: number, total: number) => void,
): Promise<VerifiedSet> {
  const reading = await formats[format](files, {
    ...row,
    classes: row.classes.length > 0 ? row.classes : null,
    seed: 0,
    decode: decodeImages,
  });
  const { counts, classes } = reading.layout;
  const sizes = await Promise.all(files.map(({ file }) => file.size()));
  const isPublicCopy = await areAll(files, ({ file }) => hasKnownChecksum(row, file));
  if (!isPublicCopy) {
    let done = 0;
    for await (const { images } of reading.parts)
      onProgress((done += images.count), counts.train + counts.test);
  }
  const bytes = sizes.reduce((sum, size) => sum + size, 0);
  return { ...counts, classes: classes.length, bytes, isPublicCopy };
}

async function hasKnownChecksum(row: DatasetEntry, file: ByteFile): Promise<boolean> {
  const { sha256, md5 } = knownFile(row, file) ?? {};
  const wanted = sha256 ?? md5;
  if (wanted === undefined) return false;
  const hash = createHash(sha256 === undefined ? 'md5' : 'sha256');
  for await (const chunk of chunksOf(file)) hash.update(chunk);
  return hash.digest('hex') === wanted;
}

/** One after the other, up to the first that fails. */
async function areAll<T>(items: readonly T[], test: (item: T) => Promise<boolean>): Promise<boolean> {
  for (const item of items) if (!(await test(item))) return false;
  return true;
}
