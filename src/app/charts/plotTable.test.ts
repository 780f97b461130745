import { expect, test } from 'vitest';
import type { PlotLine } from './LinePlot.tsx';
import { tablesOf } from './plotTable.ts';

const line = (name: string, ...points: PlotLine['points']): PlotLine => ({ name, lane: 0, points });

test('lines over the same places stand side by side, a shorter one with gaps', () => {
  const [table, ...others] = tablesOf([line('A', [0, 1], [1, 2]), line('B', [0, 5], [1, 6], [2, 7])], 40);
  expect(others).toEqual([]);
  expect(table).toEqual({
    names: ['A', 'B'],
    rows: [
      { x: 0, values: [1, 5] },
      { x: 1, values: [2, 6] },
      { x: 2, values: [NaN, 7] },
    ],
    total: 3,
  });
});

test('lines over other places have a table of their own', () => {
  const tables = tablesOf(
    [line('A 5', [9, 1], [4, 1]), line('A 10', [9, 2], [4, 2]), line('B 5', [8, 1], [3, 1])],
    40,
  );
  expect(tables.map(({ names }) => names)).toEqual([['A 5', 'A 10'], ['B 5']]);
  expect(tables.map(({ rows }) => rows.map(({ x }) => x))).toEqual([
    [9, 4],
    [8, 3],
  ]);
});

test('of many places some are shown, the first and the last among them', () => {
  const points = Array.from({ length: 1000 }, (_, x) => [x, 2 * x] as const);
  const [table] = tablesOf([line('A', ...points)], 40);
  expect(table!.total).toBe(1000);
  expect(table!.rows).toHaveLength(40);
  expect(table!.rows[0]).toEqual({ x: 0, values: [0] });
  expect(table!.rows.at(-1)).toEqual({ x: 999, values: [1998] });
});

test('nothing drawn is no table', () => expect(tablesOf([], 40)).toEqual([]));
