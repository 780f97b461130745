import { UserError } from '../../util/assert.ts';
import { product } from '../../util/math.ts';
import type { ByteFile } from '../byteFile.ts';
import { ByteReader, inflated, type Chunks } from './byteStream.ts';

/**
 * The part of MATLAB's MAT-file format, version 5, that arrays of numbers take: a header of 128 bytes, then elements with
 * a tag of type and length; arrays are elements of elements (flags, dimensions, name, values), often packed with zlib.
 */
export interface MatArray {
  readonly name: string;
  /** Column-major. */
  readonly shape: readonly number[];
  readonly valueType: number;
  /** Length of the values in bytes. */
  readonly valueBytes: number;
  /** Stands at the first value; to be closed when no more are wanted. */
  readonly values: ByteReader;
}

const matrixType = 14;
const compressedType = 15;
/** Types of values: bytes each, and how to read one. */
const numbers: Readonly<Record<number, readonly [number, (view: DataView, at: number) => number]>> = {
  1: [1, (view, at) => view.getInt8(at)],
  2: [1, (view, at) => view.getUint8(at)],
  3: [2, (view, at) => view.getInt16(at, true)],
  4: [2, (view, at) => view.getUint16(at, true)],
  5: [4, (view, at) => view.getInt32(at, true)],
  6: [4, (view, at) => view.getUint32(at, true)],
  7: [4, (view, at) => view.getFloat32(at, true)],
  9: [8, (view, at) => view.getFloat64(at, true)],
};
export const unsignedByteType = 2;
const headerBytes = 128;
const maxRank = 8;
const maxNameBytes = 64;
/** More elements than any image set has: a guard against files that are nothing but tags. */
const maxElements = 64;

const fault = (file: ByteFile, text: string) =>
  new UserError(`${file.name} is not a valid MAT file: ${text}.`);

/** Opens the arrays of the given names, by name; each is read from where it lies, in any order. */
export async function openMatArrays(
  file: ByteFile,
  names: readonly string[],
): Promise<ReadonlyMap<string, () => Promise<MatArray>>> {
  const header = await file.read(0, headerBytes);
  if (header.length < headerBytes) throw fault(file, `it has only ${header.length} bytes`);
  const view = new DataView(header.buffer, header.byteOffset, header.byteLength);
  if (String.fromCharCode(header[126]!, header[127]!) !== 'IM' || view.getUint16(124, true) !== 0x0100)
    throw fault(file, 'its header is not that of version 5, little-endian');
  const size = await file.size();
  const found = new Map<string, () => Promise<MatArray>>();
  let position = headerBytes;
  for (let count = 0; position + 8 <= size && count < maxElements; count++) {
    const tag = await file.read(position, position + 8);
    const [type, length] = words(tag) as [number, number];
    const [start, end] = [position + 8, position + 8 + length];
    if (end > size) throw fault(file, `it is cut off: an element ends at byte ${end} of ${size}`);
    const open = () => openArray(file, type, [start, end]);
    if (type === matrixType || type === compressedType) {
      const array = await open();
      await array.values.close();
      if (names.includes(array.name)) found.set(array.name, open);
    }
    position = end;
  }
  const missing = names.filter((name) => !found.has(name));
  if (missing.length > 0) throw fault(file, `it has no array ${missing.join(' and no array ')}`);
  return found;
}

/** All values of an array as numbers. */
export async function matValues(
  file: ByteFile,
  { name, shape, valueType, valueBytes, values }: MatArray,
): Promise<number[]> {
  const kind = numbers[valueType];
  if (!kind) throw fault(file, `the values of ${name} are of the unknown type ${valueType}`);
  const [bytesEach, read] = kind;
  if (valueBytes !== product(shape) * bytesEach)
    throw fault(file, `${name} has dimensions ${shape.join(' x ')}, but ${valueBytes} bytes of values`);
  const bytes = await values.take(valueBytes);
  if (bytes.length < valueBytes) throw fault(file, `it ends within the values of ${name}`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Array.from({ length: product(shape) }, (_, i) => read(view, i * bytesEach));
}

async function openArray(file: ByteFile, type: number, [start, end]: [number, number]): Promise<MatArray> {
  const damaged = fault(file, 'its zlib data are damaged or cut off');
  const reader =
    type === compressedType
      ? new ByteReader(inflated(chunksBetween(file, start, end), 'deflate', damaged))
      : new ByteReader(chunksBetween(file, start, end));
  if (type === compressedType) {
    const [inner] = await takeTag(file, reader);
    if (inner !== matrixType) throw fault(file, `a packed element is of type ${inner}, not an array`);
  }
  await takeElement(file, reader, 64);
  const shapeBytes = await takeElement(file, reader, 4 * maxRank);
  const name = new TextDecoder().decode(await takeElement(file, reader, maxNameBytes));
  const [valueType, valueBytes, inline] = await takeTag(file, reader);
  if (inline) {
    const values = new ByteReader(once(inline));
    return { name, shape: words(shapeBytes), valueType, valueBytes, values };
  }
  return { name, shape: words(shapeBytes), valueType, valueBytes, values: reader };
}

/** Type and length of the next element, and its bytes where they stand in the tag (at most four). */
async function takeTag(
  file: ByteFile,
  reader: ByteReader,
): Promise<[type: number, length: number, inline: Uint8Array<ArrayBuffer> | null]> {
  const tag = await reader.take(8);
  if (tag.length < 8) throw fault(file, 'it ends within an array');
  const [first, second] = words(tag) as [number, number];
  const inlineLength = first >>> 16;
  if (inlineLength === 0) return [first, second, null];
  if (inlineLength > 4) throw fault(file, `a short element has ${inlineLength} bytes`);
  return [first & 0xffff, inlineLength, tag.slice(4, 4 + inlineLength)];
}

/** A small element with its padding to eight bytes. */
async function takeElement(
  file: ByteFile,
  reader: ByteReader,
  limit: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const [, length, inline] = await takeTag(file, reader);
  if (inline) return inline;
  if (length > limit) throw fault(file, `the head of an array has an element of ${length} bytes`);
  const padded = await reader.take(Math.ceil(length / 8) * 8);
  if (padded.length < length) throw fault(file, 'it ends within the head of an array');
  return padded.subarray(0, length);
}

/** Little-endian 32-bit numbers. */
function words(bytes: Uint8Array): number[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Array.from({ length: Math.floor(bytes.length / 4) }, (_, i) => view.getUint32(4 * i, true));
}

// eslint needs generators to be async where their consumers are.
async function* once(bytes: Uint8Array<ArrayBuffer>): Chunks {
  yield await Promise.resolve(bytes);
}

async function* chunksBetween(file: ByteFile, start: number, end: number): Chunks {
  const step = 1 << 18;
  for (let position = start; position < end; position += step)
    yield await file.read(position, Math.min(end, position + step));
}
