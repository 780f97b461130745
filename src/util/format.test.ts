import { describe, expect, test } from 'vitest';
import { bytes, grouped, percent, points, significant } from './format.ts';

describe('numbers as the product writes them', () => {
  test.each([
    [0.31249, '0.312'],
    [2.3, '2.30'],
    [12.34, '12.3'],
    [999.6, '1000'],
    [1234.4, '1234'],
    [0.00123, '0.00123'],
    [0.0000456, '4.56e-5'],
    [0.0009999, '0.00100'],
    [-2.345, '−2.35'],
    [0, '0'],
    [NaN, '–'],
    [Infinity, '∞'],
  ])('significant(%d) is %s', (value, text) => expect(significant(value)).toBe(text));

  test.each([
    [0.6123, '61.2 %'],
    [0.0841, '8.41 %'],
    [0.09999, '10.0 %'],
    [1, '100 %'],
    [0.9994, '99.9 %'],
    [0.99951, '100 %'],
    [0, '0.00 %'],
    [NaN, '–'],
  ])('percent(%d) is %s', (share, text) => expect(percent(share)).toBe(text));

  test('differences carry their sign', () => {
    expect([0.077, -0.004, 0.0001, NaN].map(points)).toEqual(['+7.7', '−0.4', '±0.0', '–']);
  });

  test('memory has a unit', () => {
    expect([0, 512, 30_500, 12_345_678, 1.02e9].map(bytes)).toEqual([
      '0 B',
      '512 B',
      '30.5 kB',
      '12.3 MB',
      '1.02 GB',
    ]);
  });

  test('large counts are grouped', () => {
    expect([7, 1336, 1_234_567].map(grouped)).toEqual(['7', '1\u202f336', '1\u202f234\u202f567']);
  });
});
