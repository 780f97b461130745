/** Red, green and blue, 0 to 255. */
export type Rgb = readonly [number, number, number];

/** Colours by position 0 to 1 along a scale, [steps][3]. */
export type ColorScale = readonly Rgb[];

/** The ends and the middle of the signed scale: orange below zero, grey at zero, blue above. */
export const signedStops = { negative: '#f59322', zero: '#e8eaeb', positive: '#0877bd' } as const;

const steps = 256;

const parse = (color: string): Rgb =>
  [1, 3, 5].map((start) => Number.parseInt(color.slice(start, start + 2), 16)) as unknown as Rgb;

const between = (from: Rgb, to: Rgb, share: number): Rgb =>
  from.map((value, i) => Math.round(value + (to[i]! - value) * share)) as unknown as Rgb;

/** For signed values: -limit at 0, zero in the middle, limit at 1. */
export const signedScale: ColorScale = Array.from({ length: steps }, (_, i) => {
  const share = (2 * i) / (steps - 1) - 1;
  const end = share < 0 ? signedStops.negative : signedStops.positive;
  return between(parse(signedStops.zero), parse(end), Math.abs(share));
});

/** For each of red, green and blue in pictures of three channels. */
export const greyScale: ColorScale = Array.from({ length: steps }, (_, i) => [i, i, i] as const);

/** Cividis (Nuñez, Anderton and Renslow 2018) at every sixteenth of its length. */
const cividis = [
  '#002051',
  '#012b65',
  '#11366c',
  '#26426e',
  '#3c4d6e',
  '#51586e',
  '#62646f',
  '#727071',
  '#7f7c75',
  '#8c8877',
  '#9a9478',
  '#a9a177',
  '#bbaf71',
  '#cebd68',
  '#e2cb5c',
  '#f3da4f',
  '#fdea45',
].map(parse);

/** For unsigned values: cividis, which the colour-blind see as others do. */
export const unsignedScale: ColorScale = Array.from({ length: steps }, (_, i) => {
  const place = (i / (steps - 1)) * (cividis.length - 1);
  const stop = Math.min(cividis.length - 2, Math.floor(place));
  return between(cividis[stop]!, cividis[stop + 1]!, place - stop);
});

/** A range of values and its colours. */
export interface Shading {
  readonly scale: ColorScale;
  readonly min: number;
  readonly max: number;
}

/** Symmetric about zero. */
export function signed(limit: number): Shading {
  return { scale: signedScale, min: -limit, max: limit };
}

export function unsigned(max: number, min = 0): Shading {
  return { scale: unsignedScale, min, max };
}

const palettes = new WeakMap<ColorScale, Uint32Array<ArrayBuffer>>();

/** The colours of a scale as opaque pixels of a canvas, little-endian. */
export function paletteOf(scale: ColorScale): Uint32Array<ArrayBuffer> {
  const known = palettes.get(scale);
  if (known) return known;
  const palette = Uint32Array.from(scale, ([r, g, b]) => (255 << 24) | (b << 16) | (g << 8) | r);
  palettes.set(scale, palette);
  return palette;
}

/** `linear-gradient(...)` of a scale, for legends. */
export function gradientOf(scale: ColorScale): string {
  const stops = Array.from(
    { length: 9 },
    (_, i) => `rgb(${scale[Math.round((i * (steps - 1)) / 8)]!.join(' ')})`,
  );
  return `linear-gradient(to right, ${stops.join(', ')})`;
}
