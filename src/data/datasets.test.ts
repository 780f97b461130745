import { describe, expect, it } from 'vitest';
import { UserError } from '../util/assert.ts';
import { datasets, findDataset } from './datasets.ts';

describe('table of data sets', () => {
  it('has a complete row for each name', () => {
    expect(datasets.map(({ name }) => name)).toEqual([
      ...[
        'glyphs',
        'glyphs-color',
        'mnist',
        'fashion-mnist',
        'cifar10',
        'cifar100',
        'cifar100-coarse',
        'svhn',
      ],
      ...['stl10', 'imagenette', 'imagenette-32', 'tiny-imagenet', 'tiny-imagenet-32', 'own', 'own-32'],
    ]);
    for (const {
      name,
      classes,
      shape,
      mean,
      std,
      licence,
      citation,
      sources,
      embedded,
      ...row
    } of datasets) {
      const counts: Record<string, number> = { cifar100: 100, 'cifar100-coarse': 20, own: 0, 'own-32': 0 };
      const expected = name.startsWith('tiny') ? 200 : (counts[name] ?? 10);
      expect(classes, name).toHaveLength(expected);
      expect(new Set(classes).size).toBe(expected);
      expect([mean.length, std.length]).toEqual([shape[0], shape[0]]);
      expect(row.trainSize).toBeLessThanOrEqual(row.maxTrainSize);
      expect(row.testSize).toBeLessThanOrEqual(row.maxTestSize);
      expect([licence, citation]).not.toContain('');
      expect(sources.length > 0).toBe(!embedded);
    }
  });

  it('names files once, with a length and checksums that can be', () => {
    for (const { sources } of datasets)
      for (const { files } of sources) {
        expect(files.length).toBeGreaterThan(0);
        expect(new Set(files.map(({ path }) => path)).size).toBe(files.length);
        for (const { path, mirrors, md5, sha256 } of files) {
          expect(path).toMatch(/^[\w-]+\/([\w.-]+\/?)?$/);
          if (md5 !== undefined) expect(md5).toMatch(/^[0-9a-f]{32}$/);
          if (sha256 !== undefined) expect(sha256).toMatch(/^[0-9a-f]{64}$/);
          for (const { address } of mirrors) expect(() => new URL(address)).not.toThrow();
        }
      }
  });

  const cifar10 = { mean: [0.4914, 0.4822, 0.4465], std: [0.2023, 0.1994, 0.201] };
  const cifar100 = { mean: [0.5071, 0.4865, 0.4409], std: [0.2009, 0.1984, 0.2023] };
  const imagenet = { mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225] };
  /** Of the images that are cropped out of padding, which are flipped as well. */
  const cropped = (cropPadding: number) => ({ cropPadding, flip: true });
  const plain = { cropPadding: 0, flip: false };
  // PAPER.md §3.1; ImageNet's small versions pad by log2(size) - 1.
  it.each([
    ['cifar10', cifar10, cropped(4)],
    ['cifar100', cifar100, cropped(4)],
    ['cifar100-coarse', cifar100, cropped(4)],
    ['mnist', { mean: [0.1307], std: [0.3081] }, plain],
    ['fashion-mnist', { mean: [0], std: [1] }, plain],
    ['svhn', { mean: [0.3782, 0.3839, 0.41], std: [0.1873, 0.1905, 0.188] }, cropped(4)],
    ['stl10', cifar10, cropped(4)],
    ['imagenette-32', imagenet, cropped(4)],
    ['imagenette', imagenet, cropped(5)],
    ['tiny-imagenet-32', imagenet, cropped(4)],
    ['tiny-imagenet', imagenet, cropped(5)],
    ['own-32', imagenet, cropped(4)],
    ['own', imagenet, cropped(5)],
  ])('has the constants of the paper for %s', (name, constants, augmentation) => {
    expect(findDataset(name)).toMatchObject({ ...constants, augmentation });
  });

  it('has every set from files among those', () => {
    expect(datasets.filter(({ embedded }) => !embedded)).toHaveLength(13);
    expect(findDataset('stl10').shape).toEqual([3, 96, 96]);
  });

  it('names the valid data sets when one is unknown', () => {
    expect(() => findDataset('minst')).toThrow(/"minst"; choose one of glyphs, glyphs-color, mnist/);
    expect(() => findDataset('minst')).toThrow(UserError);
    expect(findDataset('mnist').title).toBe('MNIST');
  });
});
