import { expect, test } from 'vitest';
import { packArrays, unpackArrays } from './packing.ts';

test('typed arrays survive JSON, floats to three digits', () => {
  const value = {
    losses: Float32Array.of(2.302585, NaN, -1e-9, 0),
    counts: Uint32Array.of(0, 4294967295),
    pixels: Uint8Array.from({ length: 300 }, (_, i) => i),
    spectrum: Float64Array.of(0.125, 1e300),
    rest: [Infinity, null, 'f32', 2 ** 31 + 1, 1e-5, { a: true, b: [Float32Array.of(1)] }],
  };
  const back = unpackArrays(JSON.parse(JSON.stringify(packArrays(value)))) as typeof value;
  expect([...back.losses]).toEqual([...Float32Array.of(2.3, NaN, -1e-9, 0)]);
  expect(back.spectrum).toEqual(value.spectrum);
  expect(back.counts).toEqual(value.counts);
  expect(back.pixels).toEqual(value.pixels);
  expect(back.rest).toEqual(value.rest);
  expect(packArrays([1 / 3])).toEqual([0.333333]);
});

test('leaves what only looks like a packed array', () => {
  expect(unpackArrays({ f32: 'no array', u8: 3 })).toEqual({ f32: 'no array', u8: 3 });
  expect(unpackArrays({ u8: [1] })).toEqual({ u8: [1] });
});
