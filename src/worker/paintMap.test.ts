import { afterEach, expect, test, vi } from 'vitest';
import type { MapPicture } from './mapProtocol.ts';
import { paintMap, showMap } from './paintMap.ts';

/** Colours by name of their number, from -2 to 2. */
const shading = { palette: Uint32Array.of(1, 2, 3, 4, 5), min: -2, max: 2 };
const grey = 0xff808080;

const matrix = (values: readonly number[], height: number, width: number): MapPicture => ({
  values: Float32Array.from(values),
  rows: 1,
  columns: 1,
  height,
  width,
  shading,
});

afterEach(() => vi.unstubAllGlobals());

test('each value has the nearest colour, beyond the ends that of the end, and NaN is grey or open', () => {
  const picture = matrix([-2, -1.4, 0, 0.6, 2, 9, -9, NaN], 2, 4);
  expect([...paintMap(picture)]).toEqual([1, 2, 3, 4, 5, 5, 1, grey]);
  expect([...paintMap({ ...picture, isOpen: true })].at(-1)).toBe(0);
  expect([...paintMap({ ...matrix([3, 3], 1, 2), shading: { ...shading, min: 3, max: 3 } })]).toEqual([1, 1]);
});

test('tiles stand in rows with an open cell between them, and open where there are none', () => {
  const picture = { ...matrix([-2, -1, 0, 1, 2, 2], 1, 2), rows: 2, columns: 2 };
  expect([...paintMap(picture)]).toEqual([1, 2, 0, 3, 4, 0, 0, 0, 0, 0, 5, 5, 0, 0, 0]);
});

test('factors multiply rows and columns', () => {
  const covariance = matrix([4, -4, -4, 16], 2, 2);
  const correlation = { ...covariance, factors: [0.5, 0.25] };
  expect([...paintMap(correlation)]).toEqual([...paintMap(matrix([1, -0.5, -0.5, 1], 2, 2))]);
});

test('three values are red, green and blue, each half at zero', () => {
  const picture = { ...matrix([-2, 0, 2, 9, 0, 0], 1, 1), columns: 2, isRgb: true };
  const bytes = new Uint8Array(paintMap(picture).buffer);
  expect([...bytes]).toEqual([0, 128, 255, 255, 0, 0, 0, 0, 255, 128, 128, 255]);
});

test('a canvas takes the size and the pixels of its picture', () => {
  vi.stubGlobal('ImageData', function ImageData(data: Uint8ClampedArray, width: number, height: number) {
    return { data, width, height };
  });
  const putImageData = vi.fn();
  const canvas = { width: 300, height: 150, getContext: () => ({ putImageData }) };
  const picture = matrix([-2, 0, 2, 2, 0, -2], 2, 3);
  showMap(canvas, picture);
  expect(canvas).toMatchObject({ width: 3, height: 2 });
  const data = new Uint8ClampedArray(paintMap(picture).buffer);
  expect(putImageData).toHaveBeenCalledExactlyOnceWith({ data, width: 3, height: 2 }, 0, 0);
});
