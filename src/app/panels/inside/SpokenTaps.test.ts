import { expect, test } from 'vitest';
import { speak } from './SpokenTaps.tsx';

test('a cell is said when the user moves to it, not when training changes what is in it', () => {
  let value = 1;
  const say = ({ row, column }: { row: number; column: number }) => `${row}, ${column}: ${value}`;
  const silent = speak({ marked: null, words: '' }, null, say);
  expect(silent.words).toBe('');
  const first = speak(silent, { row: 2, column: 3 }, say);
  expect(first.words).toBe('2, 3: 1');
  value = 2;
  expect(speak(first, { row: 2, column: 3 }, say)).toBe(first);
  const second = speak(first, { row: 2, column: 4 }, say);
  expect(second.words).toBe('2, 4: 2');
  expect(speak(second, null, say).words).toBe('');
});
