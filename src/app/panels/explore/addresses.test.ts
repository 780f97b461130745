import { expect, test } from 'vitest';
import { findDataset } from '../../../data/datasets.ts';
import { addressesOf } from './addresses.ts';

test('a file is asked for at the page’s server, then at one’s own mirrors, then at public ones', () => {
  const file = findDataset('cifar10').sources[0]!.files[1]!;
  expect(addressesOf(file, ['https://example.org/data/', 'https://two.example/sets'])).toEqual([
    { address: '/data/cifar10/test-00000-of-00001.parquet', isOpen: true },
    { address: 'https://example.org/data/cifar10/test-00000-of-00001.parquet', isOpen: true },
    { address: 'https://two.example/sets/cifar10/test-00000-of-00001.parquet', isOpen: true },
    {
      address:
        'https://huggingface.co/datasets/uoft-cs/cifar10/resolve/main/plain_text/test-00000-of-00001.parquet',
      isOpen: true,
    },
  ]);
});

test('a folder of images is asked for nowhere', () => {
  const folder = findDataset('own').sources[0]!.files[0]!;
  expect(addressesOf(folder, ['https://example.org/data'])).toEqual([]);
});
