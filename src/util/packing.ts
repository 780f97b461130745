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
  const [entry, ...others] = Object.entries(value);
  if (entry && others.length === 0) {
    const [kind, packed] = entry as [string, unknown];
    if (kind === 'f32' && Array.isArray(packed))
      return Float32Array.from(packed, (x: number | null) => x ?? NaN);
    if (kind === 'f64' && Array.isArray(packed))
      return Float64Array.from(packed, (x: number | null) => x ?? NaN);
    if (kind === 'num' && typeof packed === 'string') return Number(packed);
    if (kind === 'u32' && Array.isArray(packed)) return Uint32Array.from(packed as number[]);
    if (kind === 'u8' && typeof packed === 'string') return fromBase64(packed);
  }
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, unpackArrays(part)]));
}

function toBase64(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
}

function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
}
