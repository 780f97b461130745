import { deriveSeed, Random } from '../util/random.ts';
import type { ImageSet, Split } from './dataset.ts';
import { splits } from './dataset.ts';
import { digitStrokes, maxStrokePoints } from './digitStrokes.ts';
import type { Stroke } from './digitStrokes.ts';
import { createTexture, textureBits, textureMask, textureSize } from './texture.ts';

/**
 * Glyphs: handwritten-looking digits over 1/f texture, drawn in the page from a seed. Image i depends on
 * (seed, split, i) only, so a set is the beginning of any larger one of the same seed. Only + - * / and square
 * roots of 64-bit numbers are used, which IEEE 754 defines exactly: the same seed gives the same bytes on every machine.
 */
export interface GlyphsOptions {
  readonly seed: number;
  readonly split: Split;
  readonly count: number;
  /** Index of the first image. Default 0. */
  readonly first?: number;
  /** False: 28x28x1. True: 32x32x3 with correlated channels. */
  readonly color: boolean;
  readonly onProgress?: (done: number, total: number) => void;
}

/** How much the images vary. Lengths are fractions of the glyph's box unless they say pixels. */
const variation = {
  /** Tangent of half the rotation: +-0.12 is +-14 degrees. */
  halfRotation: 0.12,
  shear: 0.28,
  /** Height of the glyph's box as a share of the image's side. */
  size: [0.66, 0.94],
  /** Width of the box relative to its height. */
  aspect: [0.7, 1.05],
  /** Share of the free margin that a shift may use. */
  shift: 0.6,
  /** Displacement of each point of the elastic lattice. */
  elastic: 0.065,
  /** Half of the stroke's width and half of its soft edge, in pixels of a 28-pixel image. */
  thickness: [0.85, 1.9],
  softness: [0.5, 1.3],
  /** Standard deviation of the texture, relative to the contrast of the stroke. */
  texture: [0.04, 0.32],
  contrast: [0.4, 0.8],
  /** Share of images with a dark stroke on a light ground. */
  darkInk: 0.08,
  /** Difference between the channels of ground and stroke, and weight of the texture's colour part. */
  tint: 0.14,
  chroma: 0.35,
} as const;

/** Share of the ground's texture that the stroke carries. */
const inkTexture = 0.3;
const texturePoolSize = 12;
/** Salt of the texture pool's seeds, beyond those of the splits. */
const textureSalt = 2;
/** Straight pieces per span of a stroke's curve. */
const pieces = 4;
/** Points of the elastic lattice per direction. */
const latticeSize = 4;
/** Milliseconds of drawing between two breaths of the event loop. */
const sliceMs = 40;

/** Size of the images: MNIST's, or CIFAR's. */
const glyphsForm = (color: boolean) => (color ? { side: 32, channels: 3 } : { side: 28, channels: 1 });

/** Draws a set of Glyphs, leaving the event loop free every {@link sliceMs} ms. */
export async function generateGlyphs(options: GlyphsOptions): Promise<ImageSet> {
  const { seed, split, count, first = 0, color, onProgress } = options;
  const draw = createPainter(seed, color);
  const { side, channels } = glyphsForm(color);
  const length = side * side * channels;
  const pixels = new Uint8Array(count * length);
  const clamped = new Uint8ClampedArray(pixels.buffer);
  const labels = new Uint32Array(count);
  let sliceEnd = performance.now() + sliceMs;
  for (let i = 0; i < count; i++) {
    const random = new Random(deriveSeed(seed, splits[split], first + i));
    labels[i] = draw(random, clamped.subarray(i * length, (i + 1) * length));
    if (i % 64 === 63 && performance.now() > sliceEnd) {
      onProgress?.(i + 1, count);
      await new Promise<void>((resolve) => setTimeout(resolve, 0));
      sliceEnd = performance.now() + sliceMs;
    }
  }
  onProgress?.(count, count);
  return { count, height: side, width: side, channels, pixels, labels };
}

const between = (random: Random, [low, high]: readonly [number, number]) => random.uniform(low, high);
const either = (random: Random, amplitude: number) => random.uniform(-amplitude, amplitude);

/** Returns a function that draws one image into `pixels` [side, side, channels] and returns its label. */
function createPainter(seed: number, color: boolean): (random: Random, pixels: Uint8ClampedArray) => number {
  const { side, channels } = glyphsForm(color);
  const textures = Array.from({ length: texturePoolSize }, (_, i) =>
    createTexture(deriveSeed(seed, textureSalt, i)),
  );
  // Memory that all images use in turn.
  // Squared distances from the stroke at first, then its share of each pixel.
  const coverage = new Float64Array(side * side);
  const luminance = new Float64Array(side * side);
  const chroma = new Float64Array(side * side);

  return (random, pixels) => {
    const label = random.below(10);
    const variants = digitStrokes[label]!;
    const strokes = variants[random.below(variants.length)]!;
    const pixelScale = side / 28;
    const thickness = between(random, variation.thickness) * pixelScale;
    const softness = between(random, variation.softness) * pixelScale;
    const reach = thickness + softness;
    const place = createWarp(random, side, reach);
    coverage.fill(reach * reach);
    for (const stroke of strokes) addStroke(coverage, side, reach, flatten(stroke, place));
    for (let pixel = 0; pixel < coverage.length; pixel++) {
      const squared = coverage[pixel]!;
      coverage[pixel] = squared < reach * reach ? edge((reach - Math.sqrt(squared)) / (2 * softness)) : 0;
    }

    const contrast = between(random, variation.contrast);
    const dark = random.uniform(0.06, 0.94 - contrast);
    const isInkDark = random.uniform() < variation.darkInk;
    const [ground, ink] = isInkDark ? [dark + contrast, dark] : [dark, dark + contrast];
    const strength = contrast * between(random, variation.texture);
    luminance.fill(0);
    addTexture(luminance, strength, textures, random);
    if (color) {
      chroma.fill(0);
      addTexture(chroma, strength, textures, random);
    }
    for (let channel = 0; channel < channels; channel++) {
      const base = 255 * (ground + (color ? either(random, variation.tint) : 0));
      const stroke = 255 * (ink + (color ? either(random, variation.tint) : 0));
      const chromaWeight = color ? either(random, variation.chroma) : 0;
      for (let pixel = 0; pixel < side * side; pixel++) {
        const texture = 255 * (luminance[pixel]! + chromaWeight * chroma[pixel]!);
        // The stroke carries a little of the texture, as ink on paper does. Storing clamps and rounds.
        pixels[pixel * channels + channel] =
          base + texture + coverage[pixel]! * (stroke - base - (1 - inkTexture) * texture);
      }
    }
    return label;
  };
}

/** Smooth step from 0 at t <= 0 to 1 at t >= 1. */
function edge(t: number): number {
  if (t <= 0) return 0;
  if (t >= 1) return 1;
  return t * t * (3 - 2 * t);
}

type Warp = (x: number, y: number, out: Float64Array, at: number) => void;

/** A random map from the glyph's box (centre 0, sides at +-0.5) to pixels: elastic, then rotation, shear, scale, shift. */
function createWarp(random: Random, side: number, reach: number): Warp {
  const lattice = Float64Array.from({ length: 2 * latticeSize * latticeSize }, () =>
    either(random, variation.elastic),
  );
  const half = either(random, variation.halfRotation);
  const [cos, sin] = [(1 - half * half) / (1 + half * half), (2 * half) / (1 + half * half)];
  const height = between(random, variation.size) * (side - 2 * reach);
  const width = height * between(random, variation.aspect);
  const shear = either(random, variation.shear);
  const shift = ((side - height) / 2 - reach) * variation.shift;
  const centerX = side / 2 + either(random, Math.max(shift, 1.5));
  const centerY = side / 2 + either(random, Math.max(shift, 1.5));
  return (x, y, out, at) => {
    const [u, v] = [(x + 0.5) * (latticeSize - 1), (y + 0.5) * (latticeSize - 1)];
    const [column, row] = [
      Math.min(Math.floor(u), latticeSize - 2),
      Math.min(Math.floor(v), latticeSize - 2),
    ];
    const [right, below] = [u - column, v - row];
    const first = 2 * (row * latticeSize + column);
    const second = first + 2 * latticeSize;
    const displacement = (axis: number) =>
      (lattice[first + axis]! * (1 - right) + lattice[first + axis + 2]! * right) * (1 - below) +
      (lattice[second + axis]! * (1 - right) + lattice[second + axis + 2]! * right) * below;
    const bentX = (x + displacement(0) + shear * y) * width;
    const bentY = (y + displacement(1)) * height;
    out[at] = centerX + cos * bentX - sin * bentY;
    out[at + 1] = centerY + sin * bentX + cos * bentY;
  };
}

const warped = new Float64Array(2 * maxStrokePoints);
const polyline = new Float64Array(2 * (maxStrokePoints * pieces + 1));

/** The stroke's curve in pixels, x0, y0, x1, y1, …: a Catmull-Rom spline through its warped points. Overwritten by the next call. */
function flatten(stroke: Stroke, place: Warp): Float64Array {
  const count = stroke.points.length / 2;
  for (let i = 0; i < count; i++) place(stroke.points[2 * i]!, stroke.points[2 * i + 1]!, warped, 2 * i);
  if (count === 2) {
    polyline.set(warped.subarray(0, 4));
    return polyline.subarray(0, 4);
  }
  const spans = stroke.closed ? count : count - 1;
  // An open stroke ends in its own point doubled, a closed one goes round.
  const index = (i: number) =>
    2 * (stroke.closed ? (i + count) % count : Math.min(Math.max(i, 0), count - 1));
  let length = 0;
  for (let span = 0; span < spans; span++) {
    const [before, from, to, after] = [index(span - 1), index(span), index(span + 1), index(span + 2)];
    for (let piece = 0; piece < pieces; piece++) {
      const t = piece / pieces;
      for (let axis = 0; axis < 2; axis++) {
        const p0 = warped[before + axis]!;
        const p1 = warped[from + axis]!;
        const p2 = warped[to + axis]!;
        const p3 = warped[after + axis]!;
        const a = 3 * (p1 - p2) + p3 - p0;
        const b = 2 * p0 - 5 * p1 + 4 * p2 - p3;
        polyline[length++] = p1 + (t / 2) * (p2 - p0 + t * (b + t * a));
      }
    }
  }
  polyline[length++] = warped[index(spans)]!;
  polyline[length++] = warped[index(spans) + 1]!;
  return polyline.subarray(0, length);
}

/** Lowers the squared distances [side, side] of pixel centres to those from the polyline, where below `reach`. */
function addStroke(distances: Float64Array, side: number, reach: number, line: Float64Array): void {
  for (let i = 0; i + 3 < line.length; i += 2) {
    const x0 = line[i]! - 0.5;
    const y0 = line[i + 1]! - 0.5;
    const x1 = line[i + 2]! - 0.5;
    const y1 = line[i + 3]! - 0.5;
    const [dx, dy] = [x1 - x0, y1 - y0];
    const inverse = 1 / (dx * dx + dy * dy + 1e-12);
    const left = Math.max(0, Math.ceil(Math.min(x0, x1) - reach));
    const right = Math.min(side - 1, Math.floor(Math.max(x0, x1) + reach));
    const top = Math.max(0, Math.ceil(Math.min(y0, y1) - reach));
    const bottom = Math.min(side - 1, Math.floor(Math.max(y0, y1) + reach));
    for (let y = top; y <= bottom; y++) {
      for (let x = left; x <= right; x++) {
        const px = x - x0;
        const py = y - y0;
        const along = (px * dx + py * dy) * inverse;
        const t = along < 0 ? 0 : along > 1 ? 1 : along;
        const ex = px - t * dx;
        const ey = py - t * dy;
        const squared = ex * ex + ey * ey;
        if (squared < distances[y * side + x]!) distances[y * side + x] = squared;
      }
    }
  }
}

/** Adds to `out` [side, side] a random mixture of random windows of two textures, of standard deviation `strength`. */
function addTexture(
  out: Float64Array,
  strength: number,
  textures: readonly Float64Array[],
  random: Random,
): void {
  const side = Math.sqrt(out.length);
  const mix = random.uniform();
  const norm = strength / Math.sqrt(mix * mix + (1 - mix) * (1 - mix));
  for (const weight of [mix * norm, (1 - mix) * norm]) {
    const texture = textures[random.below(textures.length)]!;
    const [originX, originY] = [random.below(textureSize), random.below(textureSize)];
    // One of the eight symmetries of the square: steps in the texture for one pixel to the right and one down.
    const symmetry = random.below(8);
    const [signX, signY] = [symmetry & 1 ? -1 : 1, symmetry & 2 ? -1 : 1];
    const [xPerColumn, yPerColumn, xPerRow, yPerRow] =
      symmetry & 4 ? [0, signY, signX, 0] : [signX, 0, 0, signY];
    for (let y = 0, at = 0; y < side; y++) {
      let u = originX + y * xPerRow;
      let v = originY + y * yPerRow;
      for (let x = 0; x < side; x++, at++) {
        out[at]! += weight * texture[((v & textureMask) << textureBits) | (u & textureMask)]!;
        u += xPerColumn;
        v += yPerColumn;
      }
    }
  }
}
