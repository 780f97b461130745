import { expect, test } from 'vitest';
import { normalizeImages } from './normalize.ts';

const info = { title: 'Pairs', shape: [3, 1, 2] as const, mean: [0.5, 0, 0.2], std: [0.5, 1, 0.1] };

test('normalises per channel and pads channels with zeros', () => {
  const batch = normalizeImages([Uint8Array.of(0, 51, 255, 255, 0, 51)], info);
  expect([...batch].map((value) => Number(value.toFixed(5)))).toEqual([-1, 0.2, 8, 0, 1, 0, 0, 0]);
});

test('names the shape that is expected', () => {
  expect(() => normalizeImages([new Uint8Array(784)], info)).toThrow(
    'The image has 784 values; the networks are trained on Pairs and take 1x2 pixels of 3 channels.',
  );
});
