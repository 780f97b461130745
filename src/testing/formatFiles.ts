import { deflateSync, gzipSync } from 'node:zlib';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { packTar } from 'modern-tar';
import sharp from 'sharp';
import { Uint8ArrayReader, Uint8ArrayWriter, ZipWriter } from '@zip.js/zip.js';
import { memoryFile, type ByteFile } from '../data/byteFile.ts';
import type { ImageSet, Split } from '../data/dataset.ts';
import type { FormatOptions, Reading } from '../data/format.ts';
import type { FileRole, OpenFile } from '../data/source.ts';
import { decodeImages } from '../cli/decodeImages.ts';

/** Small files of every format, as valid as those of the real sets. */

export type Bytes = Uint8Array<ArrayBuffer>;

export const plain = (bytes: Uint8Array | ArrayBuffer): Bytes =>
  Uint8Array.from(bytes instanceof Uint8Array ? bytes : new Uint8Array(bytes));
export const gzip = (bytes: Uint8Array): Bytes => plain(gzipSync(bytes));
export const range = (length: number, step = 1): number[] =>
  Array.from({ length }, (_, i) => (i * step) % 251);

export const openFile = (role: FileRole, name: string, bytes: Uint8Array): OpenFile => ({
  role,
  file: memoryFile(name, plain(bytes)),
});

export const formatOptions = (options: Partial<FormatOptions> = {}): FormatOptions => ({
  title: 'Tiny',
  classes: ['a', 'b', 'c', 'd'],
  shape: [3, 4, 4],
  fit: 'crop',
  labels: null,
  seed: 1,
  decode: decodeImages,
  ...options,
});

/** All images of a reading, by split. */
export async function readAll(reading: Reading): Promise<Record<Split, ImageSet[]>> {
  const parts: Record<Split, ImageSet[]> = { train: [], test: [] };
  for await (const { split, images } of reading.parts)
    parts[split].push({ ...images, pixels: images.pixels.slice() });
  return parts;
}

/** Labels of a split over all its parts. */
export const labelsOf = (parts: readonly ImageSet[]): number[] => parts.flatMap(({ labels }) => [...labels]);

/** An IDX file with the given header; `values` need not fit the dimensions. */
export function idx(shape: readonly number[], values: readonly number[], type = 0x08): Bytes {
  const bytes = new Uint8Array(4 + 4 * shape.length + values.length);
  bytes.set([0, 0, type, shape.length]);
  const view = new DataView(bytes.buffer);
  shape.forEach((size, i) => view.setUint32(4 + 4 * i, size));
  bytes.set(values, 4 + 4 * shape.length);
  return bytes;
}

/** CIFAR records of 4 x 4 images: the labels before each, then its planes. */
export function cifarRecords(labels: readonly (readonly number[])[]): Bytes {
  return Uint8Array.from(
    labels.flatMap((own, i) => [...own, ...range(48).map((value) => (value + 7 * i) % 256)]),
  );
}

export async function tar(files: Readonly<Record<string, Uint8Array>>): Promise<Bytes> {
  const entries = Object.entries(files).map(([name, body]) => ({
    header: { name, size: body.length },
    body,
  }));
  return plain(await packTar(entries));
}

export async function zip(files: Readonly<Record<string, Uint8Array>>): Promise<Bytes> {
  const writer = new ZipWriter(new Uint8ArrayWriter(), { useWebWorkers: false });
  for (const [path, bytes] of Object.entries(files)) await writer.add(path, new Uint8ArrayReader(bytes));
  return plain(await writer.close());
}

/** A picture of one colour and a corner pixel of another, so that orientation shows. */
export async function picture(
  kind: 'png' | 'jpeg' | 'webp' | 'gif',
  { width = 4, height = 4, color = [200, 100, 50] as readonly [number, number, number] } = {},
): Promise<Bytes> {
  const pixels = Uint8Array.from({ length: width * height * 3 }, (_, i) => (i < 3 ? 255 : color[i % 3]!));
  const image = sharp(pixels, { raw: { width, height, channels: 3 } });
  return plain(await (kind === 'webp' ? image.webp({ lossless: true }) : image.toFormat(kind)).toBuffer());
}

/** Columns of a Parquet file in the image schema; rows in groups of `groupSize`. A string is a path without bytes. */
export function parquet(
  images: readonly (Uint8Array | string | null)[],
  labels: readonly (number | bigint | null)[],
  {
    image: imageColumn = 'img',
    label = 'label',
    groupSize = 2,
    codec = 'SNAPPY',
  }: { image?: string; label?: string; groupSize?: number; codec?: 'SNAPPY' | 'UNCOMPRESSED' } = {},
): Bytes {
  return plain(
    parquetWriteBuffer({
      codec,
      rowGroupSize: groupSize,
      columnData: [
        {
          name: imageColumn,
          data: images.map((image, i) =>
            typeof image === 'string'
              ? { bytes: null, path: image }
              : image && { bytes: image, path: `${i}.png` },
          ),
        },
        { name: label, data: labels.map((value) => (value === null ? null : BigInt(value))) },
      ],
      schema: [
        { name: 'root', num_children: 2 },
        { name: imageColumn, repetition_type: 'OPTIONAL', num_children: 2 },
        { name: 'bytes', type: 'BYTE_ARRAY', repetition_type: 'OPTIONAL' },
        { name: 'path', type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type: 'OPTIONAL' },
        { name: label, type: 'INT64', repetition_type: 'OPTIONAL' },
      ],
    }),
  );
}

/** An element of a MAT file, padded to eight bytes. */
export function matElement(type: number, body: Uint8Array): Bytes {
  const bytes = new Uint8Array(8 + Math.ceil(body.length / 8) * 8);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, type, true);
  view.setUint32(4, body.length, true);
  bytes.set(body, 8);
  return bytes;
}

/** An array of a MAT file: values of `type` (2 bytes, 9 doubles). */
export function matArray(name: string, shape: readonly number[], type: number, values: Uint8Array): Bytes {
  const parts = [
    matElement(6, Uint8Array.of(9, 0, 0, 0, 0, 0, 0, 0)),
    matElement(5, new Uint8Array(Int32Array.from(shape).buffer)),
    matElement(1, new TextEncoder().encode(name)),
    matElement(type, values),
  ];
  return matElement(14, plain(Buffer.concat(parts)));
}

export function matFile(elements: readonly Uint8Array[], isPacked = true): Bytes {
  const header = new Uint8Array(128).fill(0x20);
  header.set([0, 1, 0x49, 0x4d], 124);
  const packed = elements.map((element) => {
    if (!isPacked) return element;
    const body = deflateSync(element);
    const tag = new Uint8Array(8);
    new DataView(tag.buffer).setUint32(0, 15, true);
    new DataView(tag.buffer).setUint32(4, body.length, true);
    return Buffer.concat([tag, body]);
  });
  return plain(Buffer.concat([header, ...packed]));
}

/** SVHN-like digits of 4 x 4 pixels with the given labels (10 stands for 0). */
export function digitsMat(labels: readonly number[], { isPacked = true, type = 2 } = {}): Bytes {
  const values = type === 9 ? new Uint8Array(Float64Array.from(labels).buffer) : Uint8Array.from(labels);
  const images = Uint8Array.from(range(48 * labels.length));
  return matFile(
    [matArray('X', [4, 4, 3, labels.length], 2, images), matArray('y', [labels.length, 1], type, values)],
    isPacked,
  );
}

/** A file of the given name that counts how many of its bytes were read. */
export function watched(name: string, bytes: Uint8Array): ByteFile & { readonly furthest: () => number } {
  const file = memoryFile(name, plain(bytes));
  let furthest = 0;
  return {
    ...file,
    read: (start, end) => {
      if (end < bytes.length) furthest = Math.max(furthest, end);
      return file.read(start, end);
    },
    furthest: () => furthest,
  };
}
