import { interpolateCividis } from 'd3-scale-chromatic';
import { expect, test } from 'vitest';
import { colorOf, gradientOf, signed, unsigned, unsignedScale } from './colors.ts';

test('the signed scale is orange below, grey at and blue above zero', () => {
  const shading = signed(2);
  expect(colorOf(-2, shading)).toEqual([0xf5, 0x93, 0x22]);
  expect(colorOf(2, shading)).toEqual([0x08, 0x77, 0xbd]);
  const zero = colorOf(0, shading);
  [0xe8, 0xea, 0xeb].forEach((value, i) => expect(Math.abs(zero[i]! - value)).toBeLessThanOrEqual(1));
  expect(colorOf(-9, shading)).toEqual(colorOf(-2, shading));
});

test('the unsigned scale grows lighter, and what is not a number is grey', () => {
  const shading = unsigned(10);
  const brightness = [0, 2.5, 5, 7.5, 10].map((value) => colorOf(value, shading).reduce((a, b) => a + b, 0));
  expect([...brightness].sort((a, b) => a - b)).toEqual(brightness);
  expect(colorOf(NaN, shading)).toEqual([128, 128, 128]);
  expect(colorOf(3, unsigned(0))).toEqual(unsignedScale[0]);
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
