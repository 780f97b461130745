import { describe, expect, it } from 'vitest';
import { UserError } from '../util/assert.ts';
import { parseSafetensors, writeSafetensors } from './safetensors.ts';
import type { SafetensorsTensor } from './safetensors.ts';

/** A file with the given header text, whatever it says, and `dataLength` bytes of data. */
function fileWith(header: unknown, dataLength: number): Uint8Array<ArrayBuffer> {
  const json = new TextEncoder().encode(typeof header === 'string' ? header : JSON.stringify(header));
  const file = new Uint8Array(8 + json.length + dataLength);
  new DataView(file.buffer).setUint32(0, json.length, true);
  file.set(json, 8);
  return file;
}

const tensors: [string, SafetensorsTensor][] = [
  ['odd', { dtype: 'U8', shape: [3], data: Uint8Array.of(1, 2, 255) }],
  ['layer1.0.conv1.weight', { dtype: 'F32', shape: [2, 1, 2], data: Float32Array.of(1.5, -0, NaN, 1e-40) }],
  ['num_batches_tracked', { dtype: 'I64', shape: [], data: BigInt64Array.of(-7n) }],
  ['empty', { dtype: 'F32', shape: [0, 4], data: new Float32Array(0) }],
];

describe('safetensors', () => {
  it('returns what was written, bit for bit and in order', () => {
    const bytes = writeSafetensors(tensors, { op: 'conv2d', naïve: '"quoted"' });
    const { metadata, tensors: read } = parseSafetensors(bytes, 'a.safetensors');
    expect(metadata).toEqual({ op: 'conv2d', naïve: '"quoted"' });
    expect([...read]).toEqual(tensors);
    expect(Object.is(read.get('layer1.0.conv1.weight')!.data[1], -0)).toBe(true);
  });

  it('lays the file out as the format says', () => {
    const bytes = writeSafetensors([['x', { dtype: 'F32', shape: [1], data: Float32Array.of(1) }]]);
    const headerLength = new DataView(bytes.buffer).getUint32(0, true);
    expect(headerLength % 8).toBe(0);
    const header = new TextDecoder().decode(bytes.subarray(8, 8 + headerLength));
    expect(JSON.parse(header)).toEqual({ x: { dtype: 'F32', shape: [1], data_offsets: [0, 4] } });
    expect([...bytes.subarray(8 + headerLength)]).toEqual([0, 0, 0x80, 0x3f]);
  });

  it('reads from the middle of a larger buffer', () => {
    const bytes = writeSafetensors(tensors);
    const larger = new Uint8Array(bytes.length + 5);
    larger.set(bytes, 3);
    const { tensors: read } = parseSafetensors(larger.subarray(3, 3 + bytes.length));
    expect([...read]).toEqual(tensors);
  });

  it('reads a Buffer of Node, which shares memory with others', () => {
    const { tensors: read } = parseSafetensors(Buffer.concat([writeSafetensors(tensors)]));
    expect([...read]).toEqual(tensors);
  });

  const f32 = (shape: unknown, offsets: unknown) => ({ dtype: 'F32', shape, data_offsets: offsets });
  it.each<[string, Uint8Array, RegExp]>([
    ['a file too short', new Uint8Array(5), /has 5 bytes, fewer than the 8/],
    ['a header beyond the end', fileWith({}, 0).fill(9, 0, 1), /header should have 9 bytes.*ends after 2/],
    ['a huge header length', new Uint8Array(8).fill(0xff), /header should have/],
    ['a header that is no JSON', fileWith('{"x":', 0), /header is not JSON/],
    ['a header that is an array', fileWith('[]', 0), /not a JSON object/],
    ['an entry that is no object', fileWith({ x: 1 }, 0), /entry "x" is not an object/],
    ['metadata that are no strings', fileWith({ __metadata__: { a: 1 } }, 0), /metadata/],
    [
      'an unknown dtype',
      fileWith({ x: { ...f32([1], [0, 4]), dtype: 'F16' } }, 4),
      /"x" has dtype "F16"; known/,
    ],
    [
      'an inherited name as dtype',
      fileWith({ x: { ...f32([1], [0, 4]), dtype: 'toString' } }, 4),
      /has dtype/,
    ],
    ['a negative size', fileWith({ x: f32([-1], [0, 4]) }, 4), /has shape \[-1\]/],
    ['a shape that is no list', fileWith({ x: f32('2', [0, 4]) }, 4), /has shape "2"/],
    ['three offsets', fileWith({ x: f32([1], [0, 4, 8]) }, 8), /data_offsets \[0,4,8\]/],
    ['data beyond the end', fileWith({ x: f32([2], [0, 8]) }, 4), /bytes 0 to 8 of 4 bytes/],
    ['offsets in the wrong order', fileWith({ x: f32([1], [4, 0]) }, 4), /bytes 4 to 0/],
    [
      'a length unlike the shape',
      fileWith({ x: f32([2, 3], [0, 4]) }, 4),
      /F32 \[2,3\] needs 24 bytes, but has 4/,
    ],
    ['overlap', fileWith({ x: f32([1], [0, 4]), y: f32([1], [0, 4]) }, 4), /"y" begins at byte 0/],
    ['a gap', fileWith({ x: f32([1], [4, 8]) }, 8), /"x" begins at byte 4/],
    ['bytes left over', fileWith({ x: f32([1], [0, 4]) }, 6), /end at byte 4.*6 bytes/],
  ])('refuses %s, naming the file', (_fault, bytes, message) => {
    expect(() => parseSafetensors(bytes, 'weights.safetensors')).toThrow(message);
    expect(() => parseSafetensors(bytes, 'weights.safetensors')).toThrow(
      /^weights\.safetensors is not a valid/,
    );
    expect(() => parseSafetensors(bytes)).toThrow(UserError);
  });

  it('refuses to write data unlike the shape or dtype', () => {
    const wrongShape: SafetensorsTensor = { dtype: 'F32', shape: [2], data: new Float32Array(3) };
    const wrongType: SafetensorsTensor = { dtype: 'U8', shape: [3], data: new Float32Array(3) };
    expect(() => writeSafetensors([['x', wrongShape]])).toThrow(/"x" \[2\] has 3 values/);
    expect(() => writeSafetensors([['x', wrongType]])).toThrow(/says U8/);
  });
});
