import { expect, test } from 'vitest';
import { coverCrop, fromImageData } from './pixels.ts';

test('reads colours as they are and grey as luminance', () => {
  const image = { data: Uint8ClampedArray.of(255, 0, 0, 255, 10, 20, 30, 255), width: 2, height: 1 };
  expect([...fromImageData(image, 3)]).toEqual([255, 0, 0, 10, 20, 30]);
  expect([...fromImageData(image, 1)]).toEqual([76, 18]);
});

test('crops the middle of a picture to the shape of the target', () => {
  expect(coverCrop({ width: 400, height: 200 }, { width: 32, height: 32 })).toEqual({
    x: 100,
    y: 0,
    width: 200,
    height: 200,
  });
  expect(coverCrop({ width: 28, height: 28 }, { width: 28, height: 28 })).toEqual({
    x: 0,
    y: 0,
    width: 28,
    height: 28,
  });
});
