import { expect, test } from 'vitest';
import { labelFill, transpose, uniformFill } from './fill.ts';

test('makes the values that the other engines make', () => {
  expect([...uniformFill(1, 3, 1.7320508)]).toEqual([
    0.44019705057144165, -1.72257399559021, 0.09507933259010315,
  ]);
  expect([...labelFill(2, 8)]).toEqual([7, 3, 2, 5, 8, 6, 4, 3]);
});

test('transposes', () => {
  expect([...transpose(Float32Array.of(1, 2, 3, 4, 5, 6), 2, 3)]).toEqual([1, 4, 2, 5, 3, 6]);
});
