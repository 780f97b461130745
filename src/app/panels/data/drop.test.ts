import { expect, test } from 'vitest';
import type { DroppedFile } from '../../../data/droppedFiles.ts';
import { sortDrop } from './drop.ts';

const file = (path: string): DroppedFile => ({ path, blob: new Blob() });
const mnist = [
  'train-images-idx3-ubyte.gz',
  'train-labels-idx1-ubyte.gz',
  't10k-images-idx3-ubyte.gz',
  't10k-labels-idx1-ubyte.gz',
].map(file);
const drop = { fresh: mnist, waiting: [], chosen: 'glyphs', isLocked: false };

test('a whole set is taken, whatever was chosen', () =>
  expect(sortDrop(drop)).toEqual({ dataset: 'mnist', files: mnist }));

test('a locked data set stays, and the page says why', () => {
  const sorted = sortDrop({ ...drop, isLocked: true });
  expect(sorted).toEqual({ message: expect.stringContaining('MNIST') as string, waiting: [] });
  expect('message' in sorted && sorted.message).toMatch(/keeps the data set as it is: Glyphs/);
});

test('files of the locked data set itself are welcome', () =>
  expect(sortDrop({ ...drop, chosen: 'mnist', isLocked: true })).toMatchObject({ dataset: 'mnist' }));

test('a part of a set waits for the rest, which is named', () => {
  const [first, ...rest] = mnist;
  const part = sortDrop({ ...drop, fresh: [first!] });
  expect(part).toEqual({ message: expect.stringContaining('t10k-labels') as string, waiting: [first] });
  expect(sortDrop({ ...drop, waiting: [first!], fresh: rest })).toEqual({ dataset: 'mnist', files: mnist });
});

test('what nothing knows is refused by name', () =>
  expect(sortDrop({ ...drop, fresh: [file('notes.txt')] })).toEqual({
    message: expect.stringContaining('notes.txt') as string,
    waiting: [],
  }));
