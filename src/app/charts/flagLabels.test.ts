import { expect, test } from 'vitest';
import { placeLabels } from './flagLabels.ts';

const at = (...places: number[]) => places.map((x) => ({ x, text: 'Learning rate 0.02' }));
const rowsOf = (places: readonly number[], domain: [number, number] = [0, 100]) =>
  placeLabels(at(...places), domain).map(({ row }) => row);

test('labels that would lie on each other go below each other, and none where no row is free', () =>
  expect(rowsOf([10, 12, 12, 14, 99])).toEqual([0, 1, 2, null, 0]));

test('labels in large type need more room', () => {
  const domain = [0, 100] as const;
  expect(placeLabels(at(5, 48), domain).map(({ row }) => row)).toEqual([0, 0]);
  expect(placeLabels(at(5, 48), domain, 2).map(({ row }) => row)).toEqual([0, 1]);
});

test('a label stands on the side of its line that has room', () =>
  expect(placeLabels(at(5, 95), [0, 100]).map(({ position }) => position)).toEqual([
    'insideTopLeft',
    'insideTopRight',
  ]));

test('a chart of a single step has labels as well', () => expect(rowsOf([0, 0], [0, 0])).toEqual([0, 1]));
