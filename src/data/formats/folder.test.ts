import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import {
  formatOptions,
  labelsOf,
  openFile,
  picture,
  plain,
  readAll,
  zip,
} from '../../testing/formatFiles.ts';
import { readFolder } from './folder.ts';
import { isImagePath } from './folderTree.ts';
import { fitImage } from './fitImage.ts';
import { openZip } from './zip.ts';
import { memoryFile } from '../byteFile.ts';

const options = formatOptions({ classes: null });
const png = await picture('png');
const others = { jpeg: await picture('jpeg'), webp: await picture('webp'), gif: await picture('gif') };

const files = (table: Readonly<Record<string, Uint8Array>>) =>
  Object.entries(table).map(([path, bytes]) => openFile('all', path, bytes));
const read = async (table: Readonly<Record<string, Uint8Array>>) => {
  const reading = await readFolder(files(table), options);
  return { layout: reading.layout, parts: await readAll(reading), notes: reading.notes() };
};
const many = (count: number) =>
  Object.fromEntries(
    ['cat', 'dog'].flatMap((name) => Array.from({ length: count }, (_, i) => [`${name}/${i}.png`, png])),
  );

describe('a folder of images', () => {
  it('has a class for each folder, and a split where folders say so', async () => {
    const { layout, parts, notes } = await read({
      'pets/train/dog/1.png': png,
      'pets/train/cat/1.jpeg': others.jpeg,
      'pets/train/cat/2.webp': others.webp,
      'pets/val/dog/3.gif': others.gif,
      'pets/train/.DS_Store': new Uint8Array(3),
      '__MACOSX/pets/train/dog/1.png': new Uint8Array(3),
    });
    expect(layout).toEqual({ counts: { train: 3, test: 1 }, classes: ['cat', 'dog'] });
    expect(labelsOf(parts.train).sort()).toEqual([0, 0, 1]);
    expect(labelsOf(parts.test)).toEqual([1]);
    expect(notes).toEqual([]);
    for (const { pixels } of [...parts.train, ...parts.test])
      for (let at = 45; at < pixels.length; at += 48)
        [200, 100, 50].forEach((value, c) => expect(Math.abs(pixels[at + c]! - value)).toBeLessThan(12));
  });

  it('is split by the seed where it is not, the same share of each class', async () => {
    const { layout, parts } = await read(many(10));
    expect(layout.counts).toEqual({ train: 16, test: 4 });
    expect(labelsOf(parts.test)).toEqual([0, 0, 1, 1]);
    // The training images are mixed: the first ones are not all of one class.
    expect(new Set(labelsOf(parts.train).slice(0, 8)).size).toBe(2);
    expect(labelsOf((await read(many(10))).parts.train)).toEqual(labelsOf(parts.train));
  });

  it('resizes images of other sizes, and says so', async () => {
    const wide = await picture('png', { width: 9, height: 5 });
    const { notes, parts } = await read({ ...many(3), 'dog/wide.png': wide });
    expect(parts.train.concat(parts.test).reduce((sum, { count }) => sum + count, 0)).toBe(7);
    expect(notes).toEqual([
      '1 of 7 images of Tiny have other sizes; the middle of each was scaled to 4 x 4.',
    ]);
  });

  it('leaves out what is no image by name, and says so', async () => {
    const { notes } = await read({ ...many(3), 'notes.txt': new Uint8Array(2), 'top.png': png });
    expect(notes).toEqual([
      'A file that is no image was left out: notes.txt.',
      'A file that lies in no class was left out: top.png.',
    ]);
  });

  it.each<[string, Readonly<Record<string, Uint8Array>>, RegExp]>([
    [
      'what only has the name of an image',
      { ...many(3), 'dog/x.png': Uint8Array.of(60, 33) },
      /^dog\/x.png is not an image .*3c 21/,
    ],
    [
      'an empty image',
      { ...many(3), 'dog/x.jpg': new Uint8Array(0) },
      /^dog\/x.jpg is not an image .*is empty/,
    ],
    ['a truncated image', { ...many(3), 'dog/x.png': png.slice(0, 60) }, /^dog\/x.png is not an image/],
    ['no images', { 'a/readme.txt': png }, /Tiny holds no PNG.*such as a\/readme.txt/],
    ['images without folders', { 'a.png': png, 'b.png': png }, /lie in no folder \(such as a.png\)/],
  ])('refuses %s', async (_fault, table, message) => {
    await expect(read(table)).rejects.toThrow(message);
  });

  it('maps folders to the classes of a known set by name or by order', async () => {
    const known = { ...options, classes: ['tench', 'springer'] };
    const named = await readFolder(
      files({ 'springer/1.png': png, 'tench/1.png': png, 'tench/2.png': png }),
      known,
    );
    expect(labelsOf((await readAll(named)).train).sort()).toEqual([0, 1]);
    const wordNet = await readFolder(files({ 'n02/1.png': png, 'n01/1.png': png }), known);
    expect(wordNet.layout.classes).toEqual(['tench', 'springer']);
    await expect(
      readFolder(files({ 'n1/1.png': png, 'n2/1.png': png, 'n3/1.png': png }), known),
    ).rejects.toThrow(/Tiny should have 2 classes, but has 3 folders/);
  });
});

it("reads Tiny ImageNet as its authors pack it, the test images' classes from their list", async () => {
  const one = await picture('png', { color: [0, 0, 0] });
  const two = await picture('png', { color: [250, 250, 250] });
  const list = ['val_0.JPEG\tn02\t0\t32\t44\t62', 'val_1.JPEG\tn01\t0\t0\t60\t60', ''].join('\n');
  const table = {
    'tiny-imagenet-200/wnids.txt': Buffer.from('n02\nn01\n'),
    'tiny-imagenet-200/train/n01/n01_boxes.txt': Buffer.from('n01_0.JPEG\t0\t0\t9\t9\n'),
    'tiny-imagenet-200/train/n01/images/n01_0.JPEG': one,
    'tiny-imagenet-200/train/n02/images/n02_0.JPEG': two,
    'tiny-imagenet-200/train/n02/images/n02_1.JPEG': two,
    'tiny-imagenet-200/val/val_annotations.txt': Buffer.from(list),
    'tiny-imagenet-200/val/images/val_0.JPEG': two,
    'tiny-imagenet-200/val/images/val_1.JPEG': one,
    'tiny-imagenet-200/test/images/test_0.JPEG': one,
  };
  const known = { ...options, classes: ['goldfish', 'salamander'] };
  for (const open of [files(table), [openFile('all', 'tiny-imagenet-200.zip', await zip(table))]]) {
    const reading = await readFolder(open, known);
    const { train, test } = await readAll(reading);
    expect(reading.layout.counts).toEqual({ train: 3, test: 2 });
    expect(labelsOf(test)).toEqual([1, 0]);
    // A dark image is of the first class, a bright one of the second.
    for (const { labels, pixels } of [...train, ...test])
      labels.forEach((label, i) => expect(pixels[48 * i + 47]! > 128).toBe(label === 1));
    expect(reading.notes().join(' ')).toMatch(/lies in no class was left out: .*test\/images\/test_0\.JPEG/);
  }
});

describe('a zip', () => {
  const archive = async (table: Readonly<Record<string, Uint8Array>>) =>
    openFile('all', 'pets.zip', await zip(table));

  it('is read like the folder that was packed', async () => {
    const fromZip = await readAll(await readFolder([await archive(many(5))], options));
    const fromFolder = await readAll(await readFolder(files(many(5)), options));
    expect(fromZip).toEqual(fromFolder);
  });

  it.each(['../dog/1.png', '/dog/1.png', 'C:\\dog\\1.png', 'cat/../../1.png'])(
    'refuses the path %s',
    async (path) => {
      // The writer refuses such names as well, so a harmless one of the same length is changed.
      const harmless = 'x'.repeat(path.length);
      const bytes = Buffer.from(await zip({ [harmless]: png }));
      for (let at = bytes.indexOf(harmless); at >= 0; at = bytes.indexOf(harmless, at + 1))
        bytes.write(path, at, 'latin1');
      await expect(readFolder([openFile('all', 'pets.zip', bytes)], options)).rejects.toThrow(
        /^pets.zip has the path ".*", which leads outside/,
      );
    },
  );

  it('refuses what unpacks to a thousand times its size', async () => {
    const bomb = await archive({ 'dog/1.png': new Uint8Array(4_000_000) });
    await expect(readFolder([bomb], options)).rejects.toThrow(/pets.zip holds dog\/1.png.*a thousand times/);
  });

  it('refuses more than 2 GiB in all, by its directory alone', async () => {
    const entries = Object.fromEntries(Array.from({ length: 9 }, (_, i) => [`dog/${i}.png`, png]));
    const bytes = Buffer.from(await zip(entries));
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    for (let at = bytes.indexOf('PK\x01\x02'); at >= 0; at = bytes.indexOf('PK\x01\x02', at + 4)) {
      view.setUint32(at + 20, 250_000_000, true);
      view.setUint32(at + 24, 250_000_000, true);
    }
    await expect(openZip(memoryFile('pets.zip', plain(bytes)), isImagePath)).rejects.toThrow(
      /pets.zip unpacks to more than 2.15 GB/,
    );
  });

  it('refuses an entry that unpacks to more than its directory says', async () => {
    const bytes = Buffer.from(
      await zip({ 'dog/1.png': new Uint8Array(9000).map((_, i) => i % 7), 'cat/1.png': png }),
    );
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    for (const [signature, offset] of [
      ['PK\x01\x02', 24],
      ['PK\x03\x04', 22],
    ] as const)
      if (bytes.indexOf(signature) >= 0 && view.getUint32(bytes.indexOf(signature) + offset, true) === 9000)
        view.setUint32(bytes.indexOf(signature) + offset, 1000, true);
    const reading = readFolder([openFile('all', 'pets.zip', bytes)], options).then(readAll);
    await expect(reading).rejects.toThrow(/pets.zip/);
  });

  it('refuses damaged and truncated archives', async () => {
    const bytes = await zip(many(3));
    const load = (damaged: Uint8Array) =>
      readFolder([openFile('all', 'pets.zip', damaged)], options).then(readAll);
    await expect(load(bytes.slice(0, -40))).rejects.toThrow(/pets.zip is not a valid zip archive/);
    await expect(load(plain(Buffer.alloc(500, 'x')))).rejects.toThrow(/pets.zip is not a valid zip archive/);
    const flipped = bytes.slice();
    flipped[60]! ^= 0xff;
    await expect(load(flipped)).rejects.toThrow(/pets.zip|not an image/);
  });
});

describe('fitting an image', () => {
  const shape = [3, 2, 2] as const;

  it('leaves one of the right size alone', () => {
    const pixels = Uint8Array.from({ length: 12 }, (_, i) => 20 * i);
    expect(fitImage({ width: 2, height: 2, channels: 3, pixels }, { shape, fit: 'crop' })).toEqual(pixels);
  });

  it('drops alpha, and turns grey to colours and back', () => {
    const rgba = Uint8Array.from([10, 20, 30, 0, 40, 50, 60, 255, 1, 2, 3, 4, 5, 6, 7, 8]);
    const rgb = Uint8Array.from([10, 20, 30, 40, 50, 60, 1, 2, 3, 5, 6, 7]);
    expect(fitImage({ width: 2, height: 2, channels: 4, pixels: rgba }, { shape, fit: 'crop' })).toEqual(rgb);
    const grey = fitImage(
      { width: 2, height: 2, channels: 4, pixels: rgba },
      { shape: [1, 2, 2], fit: 'crop' },
    );
    expect([...grey]).toEqual([18, 48, 2, 6]);
    const back = fitImage({ width: 2, height: 2, channels: 1, pixels: grey }, { shape, fit: 'crop' });
    expect([...back.subarray(0, 6)]).toEqual([18, 18, 18, 48, 48, 48]);
  });

  it('crops the middle or squeezes the whole', () => {
    // Columns 0, 0, 100, 100, 0, 0 of two rows.
    const pixels = Uint8Array.from([0, 0, 100, 100, 0, 0, 0, 0, 100, 100, 0, 0]);
    const image = { width: 6, height: 2, channels: 1, pixels };
    expect([...fitImage(image, { shape: [1, 2, 2], fit: 'crop' })]).toEqual([100, 100, 100, 100]);
    const squeezed = fitImage(image, { shape: [1, 2, 2], fit: 'stretch' });
    expect(squeezed[0]).toBe(squeezed[1]);
    expect(squeezed[0]).toBeGreaterThan(20);
    expect(squeezed[0]).toBeLessThan(50);
  });

  it('shrinks as a well-known library does', async () => {
    const [width, height] = [24, 24];
    const pixels = Uint8Array.from({ length: width * height * 3 }, (_, i) => {
      const [x, y] = [Math.floor(i / 3) % width, Math.floor(i / 3 / width)];
      return Math.round(127 + 100 * Math.sin(x / 5) * Math.cos(y / 4 + (i % 3)));
    });
    const expected = await sharp(pixels, { raw: { width, height, channels: 3 } })
      .resize(8, 8, { fit: 'cover', kernel: 'linear' })
      .raw()
      .toBuffer();
    const own = fitImage({ width, height, channels: 3, pixels }, { shape: [3, 8, 8], fit: 'crop' });
    const distance = own.reduce((sum, value, i) => sum + Math.abs(value - expected[i]!), 0) / own.length;
    expect(distance).toBeLessThan(2);
  });
});
