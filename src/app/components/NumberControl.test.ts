import { describe, expect, test } from 'vitest';
import { nudge, parseNumber, stepFrom } from './NumberControl.tsx';

const rate = { kind: 'number', min: 0, max: 100, help: '' } as const;
const size = { kind: 'integer', min: 1, max: 4096, help: '' } as const;

describe('parseNumber', () => {
  test('reads numbers within the range', () => {
    expect(parseNumber('1e-3', rate)).toEqual({ value: 0.001 });
    expect(parseNumber(' 32 ', size)).toEqual({ value: 32 });
  });

  test('says what is wrong', () => {
    expect(parseNumber('101', rate)).toEqual({ problem: 'Must be 0 to 100' });
    expect(parseNumber('-1', rate)).toEqual({ problem: 'Must be 0 to 100' });
    expect(parseNumber('1.5', size)).toEqual({ problem: 'Must be a whole number' });
    expect(parseNumber('', size)).toEqual({ problem: 'Needs a number, 1 to 4096' });
  });

  test('an empty text is no value where that means something', () => {
    expect(parseNumber('', { ...size, nullMeans: 'all' })).toEqual({ value: null });
  });
});

describe('nudge', () => {
  test.each([
    [0.1, 1, 0.2],
    [0.1, -1, 0.09],
    [0.09, 1, 0.1],
    [0.3, -1, 0.2],
    [0.001, -1, 0.0009],
    [0.9, 1, 1],
    [0, 1, 0.001],
    [0, -1, 0],
    [12, 1, 22],
  ])('from %d by %d to %d', (value, direction, expected) => expect(nudge(value, direction)).toBe(expected));
});

describe('an arrow key', () => {
  test.each([
    ['1e-7', 1, 2e-7],
    ['0', 1, 0.001],
    ['', 1, 0.001],
    ['99', 1, 100],
    ['1000', -1, 100],
    ['-3', -1, 0],
  ] as const)('steps a rate from "%s" by %d to %d', (shown, direction, expected) =>
    expect(stepFrom(shown, direction, rate)).toBe(expected),
  );

  test.each([
    ['16', 1, 17],
    ['1', -1, 1],
    ['4096', 1, 4096],
    ['5000', -1, 4096],
    ['1.5', 1, 2],
    ['1.5', -1, 1],
    ['', 1, 1],
    ['', -1, 1],
  ] as const)('steps a size from "%s" by %d to %d', (shown, direction, expected) =>
    expect(stepFrom(shown, direction, size)).toBe(expected),
  );
});
