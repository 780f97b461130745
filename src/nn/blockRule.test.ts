import { expect, test } from 'vitest';
import { effectiveBlockSize } from './blockRule.ts';

test.each([
  [3, 3],
  [24, 24],
  [44, 44],
  [64, 64],
  [88, 8],
  [96, 32],
  [144, 16],
  [160, 32],
  [176, 16],
  [192, 64],
  [304, 16],
  [960, 64],
])('blocks of 64 for %i channels have %i', (channels, expected) => {
  expect(effectiveBlockSize(64, channels)).toBe(expected);
});

test.each([
  [784, 16],
  [1024, 512],
  [1280, 256],
  [2688, 128],
  [320, 320],
])('blocks of 512 for %i features have %i', (features, expected) => {
  expect(effectiveBlockSize(512, features)).toBe(expected);
});

test('groups overrule the block', () => {
  expect(effectiveBlockSize(64, 128, 32)).toBe(4);
  expect(effectiveBlockSize(1, 8, 8)).toBe(1);
});
