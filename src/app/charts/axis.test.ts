import { expect, test } from 'vitest';
import { Series } from '../store/curves.ts';
import { alignByTime, placeText, xOf, xScale } from './axis.ts';

const seconds = new Series();
seconds.write(0, [0.5, 1, 2]);

test('a moment has its place in steps, epochs and seconds', () => {
  expect([0, 1, 3].map(xOf('steps', { seconds }, 4))).toEqual([0, 1, 3]);
  expect([0, 1, 3].map(xOf('epochs', { seconds }, 4))).toEqual([0, 0.25, 0.75]);
  expect([0, 1, 3, 9].map(xOf('seconds', { seconds }, 4))).toEqual([0, 0.5, 2, 2]);
});

test('the axis grows in jumps', () => {
  expect(xScale('steps', 3).domain).toEqual([0, 10]);
  expect(xScale('steps', 101).domain).toEqual([0, 150]);
  expect(xScale('seconds', 0.2).domain).toEqual([0, 1]);
  expect(xScale('epochs', 0.31).domain).toEqual([0, 0.4]);
});

test('a lane shows its newest value at each moment of the leading one, up to its own end', () => {
  const values = Float32Array.of(9, 8);
  const { raw, testAt } = alignByTime(
    { raw: values, smoothed: values, test: Float32Array.of(3, 2, 1), testAt: [0, 1, 2] },
    Float32Array.of(2, 4),
    Float32Array.of(1, 2, 3, 4, 5),
  );
  expect([...raw]).toEqual([NaN, 9, 9, 8, NaN]);
  expect(Array.from(testAt)).toEqual([0, 2, 4]);
});

test('tables and tooltips write seconds with the digits that they have', () => {
  expect([0, 0.0123, 12.34, 1234.5].map((x) => placeText('seconds', x))).toEqual([
    '0',
    '0.0123',
    '12.3',
    '1235',
  ]);
  expect([0.5, 12.346].map((x) => placeText('epochs', x))).toEqual(['0.50', '12.35']);
  expect(placeText('steps', 120)).toBe('120');
});
