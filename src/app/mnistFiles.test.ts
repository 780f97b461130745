import { expect, test } from 'vitest';
import { canonicalName, describeDrop, missingFiles, mnistFiles } from './mnistFiles.ts';

test.each([
  ['train-images-idx3-ubyte', 'train-images-idx3-ubyte'],
  ['train-images.idx3-ubyte', 'train-images-idx3-ubyte'],
  ['t10k-labels-idx1-ubyte (1).gz', 't10k-labels-idx1-ubyte.gz'],
  ['T10K-IMAGES-IDX3-UBYTE.GZ', 't10k-images-idx3-ubyte.gz'],
  ['mnist/train-labels-idx1-ubyte.gz', 'train-labels-idx1-ubyte.gz'],
  ['holiday.jpg', null],
])('%s is known as %s', (name, known) => expect(canonicalName(name)).toBe(known));

test('says what is missing, what was refused and when all is there', () => {
  const names = mnistFiles.map(({ name }) => `${name}.gz`);
  expect(missingFiles(names)).toEqual([]);
  expect(missingFiles(names.slice(1))).toEqual(['train-images-idx3-ubyte']);
  expect(describeDrop(names, [], [])).toBe('All 4 files are here.');
  expect(describeDrop([names[0]!], ['a.png'], ['t10k-labels-idx1-ubyte'])).toBe(
    'a.png is not among the four files of MNIST. Still missing: t10k-labels-idx1-ubyte.',
  );
});
