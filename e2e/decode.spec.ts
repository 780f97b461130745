import { expect, test } from '@playwright/test';
import sharp from 'sharp';
import { build, type Rolldown } from 'vite';
import { decodeImages } from '../src/cli/decodeImages.ts';
import type * as decoder from '../src/worker/decodeImages.ts';

/** Smooth colours that differ from pixel to pixel, with sharp edges. */
function picture(width: number, height: number, channels: 1 | 3 | 4) {
  const pixels = Uint8Array.from({ length: width * height * channels }, (_, i) => {
    const [x, y] = [Math.floor(i / channels) % width, Math.floor(i / channels / width)];
    const edge = (x * 7 + y * 3) % 11 < 4 ? 60 : 0;
    return 95 + edge + 90 * Math.sin(x / (2 + (i % channels)) + y / 5);
  });
  return sharp(pixels, { raw: { width, height, channels } });
}

/** A picture whose left half is wholly transparent. */
function holes(width: number, height: number) {
  const pixels = Uint8Array.from({ length: 4 * width * height }, (_, i) =>
    i % 4 < 3 ? 40 * (i % 4) + 50 : 255 * Number(Math.floor(i / 4) % width >= width / 2),
  );
  return sharp(pixels, { raw: { width, height, channels: 4 } });
}

const sizes = [
  [32, 32],
  [33, 31],
  [5, 7],
  [4, 3],
  [1, 1],
  [160, 96],
] as const;

/** Image files of what data sets have, and some that are none. */
async function imageFiles(): Promise<Record<string, Buffer>> {
  const files: Record<string, Buffer> = { empty: Buffer.alloc(0), text: Buffer.from('\x89PNG, not really') };
  for (const [width, height] of sizes) {
    const color = () => picture(width, height, 3);
    const kinds = {
      png: color().png(),
      'png of a palette': color().png({ palette: true }),
      'png in grey': picture(width, height, 1).toColourspace('b-w').png(),
      'png with a profile': color().withIccProfile('p3').png(),
      'jpeg 4:2:0': color().jpeg({ chromaSubsampling: '4:2:0' }),
      'jpeg 4:4:4': color().jpeg({ chromaSubsampling: '4:4:4' }),
      'jpeg in grey': picture(width, height, 1).toColourspace('b-w').jpeg(),
      'jpeg in passes': color().jpeg({ progressive: true }),
      'jpeg with a profile': color().withIccProfile('p3').jpeg(),
      'jpeg to be turned': color().withMetadata({ orientation: 6 }).jpeg(),
      webp: color().webp(),
      gif: color().gif(),
      // Colours behind transparency count as any others.
      'png with alpha': picture(width, height, 4).png(),
      'webp with alpha': picture(width, height, 4).webp({ lossless: true, exact: true }),
      'lossy webp with alpha': picture(width, height, 4).webp({ exact: true }),
      'gif with holes': holes(width, height).gif(),
    };
    for (const [kind, image] of Object.entries(kinds))
      files[`${kind}, ${width} x ${height}`] = await image.toBuffer();
  }
  for (const kind of ['png', 'jpeg 4:2:0']) {
    const whole = files[`${kind}, 32 x 32`]!;
    files[`${kind} cut off`] = whole.subarray(0, whole.length * 0.6);
  }
  return files;
}

test('image files decode to the very bytes that they decode to in Node', async ({ page }) => {
  const files = await imageFiles();
  const bundle = (await build({
    ...{ configFile: false, logLevel: 'silent' },
    build: { write: false, lib: { entry: 'src/worker/decodeImages.ts', formats: ['es'] } },
  })) as Rolldown.RolldownOutput[];
  await page.route('/decodeImages.js', (route) =>
    route.fulfill({ contentType: 'text/javascript', body: bundle[0]!.output[0].code }),
  );
  await page.goto('/#embed=1');
  const found = await page.evaluate(
    async (table) => {
      const address = '/decodeImages.js';
      const { decodeImages: decode } = (await import(address)) as typeof decoder;
      const images = table.map(([name, text]) => ({
        name,
        bytes: Uint8Array.from(atob(text), (character) => character.charCodeAt(0)),
      }));
      return (await decode(images)).map((image) => image && { ...image, pixels: [...image.pixels] });
    },
    Object.entries(files).map(([name, bytes]) => [name, bytes.toString('base64')] as const),
  );
  const expected = await decodeImages(
    Object.entries(files).map(([name, bytes]) => ({ name, bytes: Uint8Array.from(bytes) })),
  );
  /** RGB of each pixel. */
  const colors = ({ pixels, channels }: { pixels: ArrayLike<number>; channels: number }) =>
    Array.from({ length: (3 * pixels.length) / channels }, (_, i) =>
      channels < 3 ? pixels[Math.floor(i / 3) * channels] : pixels[Math.floor(i / 3) * channels + (i % 3)],
    );
  const differing = Object.keys(files).filter((_, i) => {
    const [ours, theirs] = [found[i], expected[i]];
    if (!ours || !theirs) return Boolean(ours) !== Boolean(theirs);
    return (
      ours.width !== theirs.width ||
      ours.height !== theirs.height ||
      colors(ours).join() !== colors(theirs).join()
    );
  });
  expect(differing).toEqual([]);
  expect(found.filter((image) => image === null)).toHaveLength(4);
});
