import { expect, test } from 'vitest';
import { placeLegend } from './picture.ts';

test('a legend goes on in further rows where its width ends', () =>
  expect(placeLegend([100, 120, 200, 90], { from: 80, within: 330 })).toEqual([
    { x: 80, row: 0 },
    { x: 180, row: 0 },
    { x: 16, row: 1 },
    { x: 216, row: 1 },
  ]));

test('an entry wider than the picture has a row of its own', () =>
  expect(placeLegend([900, 50], { from: 80, within: 330 })).toEqual([
    { x: 16, row: 1 },
    { x: 16, row: 2 },
  ]));
