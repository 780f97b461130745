/**
 * Typed arrays inside JSON: `{"f32":[…]}` and `{"f64":[…]}` with three significant digits, `{"u32":[…]}`,
 * `{"u8":"base64"}`; other numbers with six, and those that are not finite as `{"num":"Infinity"}`.
 */

/** Digits kept of a float: charts and maps show no more. */
const digits = 3;

/** Of a number that stands by itself, such as an accuracy or a learning rate. */
const ownDigits = 6;

const shorten = (x: number) => (Number.isFinite(x) ? Number(x.toPrecision(digits)) : null);

/** A value as JSON can hold it. Floats of arrays that are not finite become null. */
export function packArrays(value: unknown): unknown {
  if (value instanceof Float32Array) return { f32: Array.from(value, shorten) };
  if (value instanceof Float64Array) return { f64: Array.from(value, shorten) };
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) return { num: String(value) };
    return Number.isInteger(value) ? value : Number(value.toPrecision(ownDigits));
  }
  if (value instanceof Uint32Array) return { u32: [...value] };
  if (value instanceof Uint8Array) return { u8: toBase64(value) };
  if (Array.isArray(value)) return value.map(packArrays);
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, packArrays(part)]));
  return value;
}

/** Inverse of {@link packArrays}; null among floats becomes NaN. */
export function unpackArrays(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(unpackArrays);
  if (typeof value !== 'object' || value === null) return value;
  const parts = value as Readonly<Record<string, unknown>>;
  const keys = Object.keys(parts);
  const [kind] = keys;
  if (kind !== undefined && keys.length === 1) {
    const packed = parts[kind];
    if (kind === 'f32' && Array.isArray(packed)) return floats(Float32Array, packed as Packed);
    if (kind === 'f64' && Array.isArray(packed)) return floats(Float64Array, packed as Packed);
    if (kind === 'num' && typeof packed === 'string') return Number(packed);
    if (kind === 'u32' && Array.isArray(packed)) return new Uint32Array(packed as number[]);
    if (kind === 'u8' && typeof packed === 'string') return fromBase64(packed);
  }
  const unpacked: Record<string, unknown> = {};
  for (const key of keys) unpacked[key] = unpackArrays(parts[key]);
  return unpacked;
}

type Packed = readonly (number | null)[];

// A loop: a page unpacks its recorded run while it opens, and `from` with a function takes several times as long.
function floats(
  type: typeof Float32Array | typeof Float64Array,
  packed: Packed,
): Float32Array | Float64Array {
  const values = new type(packed.length);
  for (let i = 0; i < values.length; i++) values[i] = packed[i] ?? NaN;
  return values;
}

function toBase64(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
}

function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  const letters = atob(text);
  const bytes = new Uint8Array(letters.length);
  for (let i = 0; i < bytes.length; i++) bytes[i] = letters.charCodeAt(i);
  return bytes;
}
