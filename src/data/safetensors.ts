import { assert, UserError } from '../util/assert.ts';
import { product } from '../util/math.ts';

/**
 * The safetensors format: 8 bytes little-endian header length, a JSON header, then the raw little-endian data.
 * Typed arrays are used as they are: every machine with WebGPU is little-endian.
 */
const arrays = {
  F32: Float32Array,
  F64: Float64Array,
  I32: Int32Array,
  I64: BigInt64Array,
  U8: Uint8Array,
} as const;

export type SafetensorsDtype = keyof typeof arrays;

export interface SafetensorsTensor {
  readonly dtype: SafetensorsDtype;
  /** Empty for a scalar. */
  readonly shape: readonly number[];
  /** Row-major. */
  readonly data: Float32Array | Float64Array | Int32Array | BigInt64Array | Uint8Array;
}

export interface SafetensorsFile {
  readonly metadata: Readonly<Record<string, string>>;
  /** By name, in the order of the header. */
  readonly tensors: ReadonlyMap<string, SafetensorsTensor>;
}

const metadataKey = '__metadata__';
const lengthBytes = 8;
const alignment = 8;

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isSize = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;

const isSizes = (value: unknown): value is number[] => Array.isArray(value) && value.every(isSize);

const isDtype = (value: unknown): value is SafetensorsDtype =>
  typeof value === 'string' && Object.hasOwn(arrays, value);

/**
 * Reads a safetensors file. Data are copied, so `bytes` may be dropped afterwards.
 * `fileName` is named in errors: a damaged header, an unknown dtype, shapes and offsets that disagree, offsets
 * outside of the file, tensors that overlap or leave gaps.
 */
export function parseSafetensors(bytes: ArrayBuffer | Uint8Array, fileName = 'file'): SafetensorsFile {
  // A plain view even of Node's Buffer, whose `slice` does not copy.
  const file =
    bytes instanceof Uint8Array
      ? new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength)
      : new Uint8Array(bytes);
  const fail = (fault: string): never => {
    throw new UserError(`${fileName} is not a valid safetensors file: ${fault}.`);
  };
  if (file.length < lengthBytes)
    fail(`it has ${file.length} bytes, fewer than the ${lengthBytes} of a header length`);
  const headerLength = Number(new DataView(file.buffer, file.byteOffset).getBigUint64(0, true));
  const dataStart = lengthBytes + headerLength;
  if (dataStart > file.length)
    fail(
      `its header should have ${headerLength} bytes, but the file ends after ${file.length - lengthBytes}`,
    );

  const header = parseHeader(file.subarray(lengthBytes, dataStart), fail);
  const dataLength = file.length - dataStart;
  const tensors = new Map<string, SafetensorsTensor>();
  const ranges: { name: string; begin: number; end: number }[] = [];
  let metadata: Record<string, string> = {};
  for (const [name, entry] of Object.entries(header)) {
    if (!isRecord(entry)) return fail(`the header entry "${name}" is not an object`);
    if (name === metadataKey) {
      if (!Object.values(entry).every((value) => typeof value === 'string'))
        fail('its metadata have a value that is not a string');
      metadata = entry as Record<string, string>;
      continue;
    }
    const { dtype, shape, data_offsets: offsets } = entry;
    if (!isDtype(dtype))
      return fail(
        `tensor "${name}" has dtype ${JSON.stringify(dtype)}; known are ${Object.keys(arrays).join(', ')}`,
      );
    if (!isSizes(shape)) return fail(`tensor "${name}" has shape ${JSON.stringify(shape)}`);
    if (!isSizes(offsets) || offsets.length !== 2)
      return fail(`tensor "${name}" has data_offsets ${JSON.stringify(offsets)}`);
    const [begin, end] = offsets as [number, number];
    if (begin > end || end > dataLength)
      fail(`tensor "${name}" lies at bytes ${begin} to ${end} of ${dataLength} bytes of data`);
    const expected = product(shape) * arrays[dtype].BYTES_PER_ELEMENT;
    if (end - begin !== expected)
      fail(
        `tensor "${name}" of ${dtype} [${shape.join(',')}] needs ${expected} bytes, but has ${end - begin}`,
      );
    // A copy starts at offset 0, which satisfies the alignment of every element type.
    const copy = file.slice(dataStart + begin, dataStart + end).buffer;
    tensors.set(name, { dtype, shape, data: new arrays[dtype](copy) });
    ranges.push({ name, begin, end });
  }
  checkContiguous(ranges, dataLength, fail);
  return { metadata, tensors };
}

function parseHeader(bytes: Uint8Array, fail: (fault: string) => never): Record<string, unknown> {
  let header: unknown;
  try {
    header = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return fail('its header is not JSON');
  }
  return isRecord(header) ? header : fail('its header is not a JSON object');
}

function checkContiguous(
  ranges: { name: string; begin: number; end: number }[],
  dataLength: number,
  fail: (fault: string) => never,
): void {
  ranges.sort((a, b) => a.begin - b.begin || a.end - b.end);
  let position = 0;
  for (const { name, begin, end } of ranges) {
    if (begin !== position)
      fail(`tensor "${name}" begins at byte ${begin}, but the tensor before it ends at byte ${position}`);
    position = end;
  }
  if (position !== dataLength)
    fail(`its tensors end at byte ${position}, but it has ${dataLength} bytes of data`);
}

/** Writes a safetensors file; tensors keep their order. Metadata values are strings, as the format wants. */
export function writeSafetensors(
  tensors: Iterable<readonly [string, SafetensorsTensor]>,
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array<ArrayBuffer> {
  const entries = [...tensors];
  const header: Record<string, unknown> = Object.keys(metadata).length > 0 ? { [metadataKey]: metadata } : {};
  let position = 0;
  for (const [name, { dtype, shape, data }] of entries) {
    assert(
      name !== metadataKey && !Object.hasOwn(header, name),
      `tensor name "${name}" is reserved or used twice`,
    );
    assert(data instanceof arrays[dtype], `tensor "${name}" says ${dtype} but holds another type`);
    assert(data.length === product(shape), `tensor "${name}" [${shape.join(',')}] has ${data.length} values`);
    header[name] = { dtype, shape, data_offsets: [position, position + data.byteLength] };
    position += data.byteLength;
  }
  const json = new TextEncoder().encode(JSON.stringify(header));
  const headerLength = Math.ceil(json.length / alignment) * alignment;
  const dataStart = lengthBytes + headerLength;
  const file = new Uint8Array(dataStart + position);
  new DataView(file.buffer).setBigUint64(0, BigInt(headerLength), true);
  file.fill(0x20, lengthBytes, dataStart);
  file.set(json, lengthBytes);
  position = dataStart;
  for (const [, { data }] of entries) {
    file.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), position);
    position += data.byteLength;
  }
  return file;
}
