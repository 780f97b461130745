import { interpolateCividis } from 'd3-scale-chromatic';
import { expect, test } from 'vitest';
import { gradientOf, paletteOf, signed, signedScale, unsignedScale } from './colors.ts';

test('the signed scale is orange below, grey at and blue above zero', () => {
  expect(signed(2)).toEqual({ scale: signedScale, min: -2, max: 2 });
  expect(signedScale[0]).toEqual([0xf5, 0x93, 0x22]);
  expect(signedScale[255]).toEqual([0x08, 0x77, 0xbd]);
  for (const zero of [signedScale[127]!, signedScale[128]!])
    [0xe8, 0xea, 0xeb].forEach((value, i) => expect(Math.abs(zero[i]! - value)).toBeLessThanOrEqual(1));
});

test('the unsigned scale grows lighter', () => {
  const brightness = [0, 64, 128, 191, 255].map((i) => unsignedScale[i]!.reduce((a, b) => a + b, 0));
  expect([...brightness].sort((a, b) => a - b)).toEqual(brightness);
});

test('a palette has the bytes of a canvas: red, green, blue, opaque', () => {
  expect([...new Uint8Array(paletteOf(signedScale).buffer, 0, 4)]).toEqual([0xf5, 0x93, 0x22, 255]);
});

test('a gradient runs from the first to the last colour', () => {
  const text = gradientOf(unsignedScale);
  expect(text).toContain(`rgb(${unsignedScale[0]!.join(' ')})`);
  expect(text).toContain(`rgb(${unsignedScale[255]!.join(' ')})`);
});

test('the unsigned scale is cividis', () => {
  unsignedScale.forEach((color, i) => {
    const expected = interpolateCividis(i / 255)
      .match(/\d+/g)!
      .map(Number);
    color.forEach((value, channel) => expect(Math.abs(value - expected[channel]!)).toBeLessThanOrEqual(3));
  });
});
