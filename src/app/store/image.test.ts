import { expect, test } from 'vitest';
import { awaitImage, createImageStore, isSameImage, showImage, type ChosenImage } from './image.ts';

const image = (index: number | null): ChosenImage => ({
  width: 1,
  height: 1,
  channels: 1,
  pixels: new Uint8Array(1),
  label: null,
  index,
});

/** What is on its way until it is told to come, or not. */
function onItsWay() {
  let resolve!: (image: ChosenImage) => void;
  let reject!: (reason: Error) => void;
  const promise = new Promise<ChosenImage>((...ways) => ([resolve, reject] = ways));
  return { promise, resolve, reject };
}

test('of several images on their way the last one asked for stays, in whatever order they come', async () => {
  const store = createImageStore();
  const [first, second, third] = [onItsWay(), onItsWay(), onItsWay()];
  const shown = [
    awaitImage(store, first.promise, 1),
    awaitImage(store, second.promise),
    awaitImage(store, third.promise, 3),
  ];
  expect(store.getState()).toMatchObject({ image: null, wanted: 3 });
  third.resolve(image(3));
  await shown[2];
  first.resolve(image(1));
  // Nobody waits for it any more.
  second.reject(new Error('not an image'));
  expect(await Promise.all(shown)).toEqual([null, null, image(3)]);
  expect(store.getState().image).toEqual(image(3));
});

test('a drawing is not replaced by what was asked for before it, and an image that never comes takes none away', async () => {
  const store = createImageStore();
  const [late, never] = [onItsWay(), onItsWay()];
  const shown = awaitImage(store, late.promise, 1);
  const drawing = { ...image(null), live: 'drawing' } as const;
  showImage(store, drawing);
  late.resolve(image(1));
  await shown;
  expect(store.getState()).toMatchObject({ image: drawing, wanted: null });
  const failed = awaitImage(store, never.promise);
  never.reject(new Error('not an image'));
  await expect(failed).rejects.toThrow('not an image');
  expect(store.getState().image).toBe(drawing);
});

test('one stroke more is the same drawing, and nothing else is', () => {
  const drawing = (): ChosenImage => ({ ...image(null), live: 'drawing' });
  expect(isSameImage(drawing(), drawing())).toBe(true);
  expect(isSameImage(drawing(), { ...image(null), live: 'camera' })).toBe(false);
  expect(isSameImage(image(null), image(null))).toBe(false);
  const one = image(1);
  expect(isSameImage(one, one)).toBe(true);
});
