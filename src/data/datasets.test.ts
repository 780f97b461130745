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

  it('has the constants of the paper', () => {
    expect(findDataset('cifar10')).toMatchObject({
      mean: [0.4914, 0.4822, 0.4465],
      std: [0.2023, 0.1994, 0.201],
      augmentation: { cropPadding: 4, flip: true },
    });
    expect(findDataset('imagenette-32').augmentation).toEqual({ cropPadding: 4, flip: true });
    expect(findDataset('svhn').augmentation.flip).toBe(true);
    expect(findDataset('mnist').augmentation).toEqual({ cropPadding: 0, flip: false });
  });

  it('names the valid data sets when one is unknown', () => {
    expect(() => findDataset('minst')).toThrow(/"minst"; choose one of glyphs, glyphs-color, mnist/);
    expect(() => findDataset('minst')).toThrow(UserError);
    expect(findDataset('mnist').title).toBe('MNIST');
  });
});
