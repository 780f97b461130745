import { expect, test } from 'vitest';
import { defaultLane } from '../train/config.ts';
import { laneTitles } from './lanes.ts';

const deconv = { ...defaultLane, normalization: 'deconv' } as const;

test('lanes are named after what they have between their layers', () =>
  expect(
    laneTitles([
      { ...defaultLane, normalization: 'none' },
      { ...deconv, blockSize: 16 },
    ]),
  ).toEqual(['no norm', 'deconvolution']));

test('lanes of one kind are told apart by their options', () => {
  const batch = { ...defaultLane, normalization: 'batch' } as const;
  expect(laneTitles([batch, deconv, { ...deconv, blockSize: 16 }])).toEqual([
    'batch norm',
    'block size 64 (deconvolution)',
    'block size 16 (deconvolution)',
  ]);
});
