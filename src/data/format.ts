import type { ImageSet, Split } from './dataset.ts';
import type { ImageDecoder } from './imageDecoder.ts';
import type { OpenFile } from './source.ts';

/** What a reader of a format must know of the data set and of the platform. */
export interface FormatOptions {
  /** Title of the data set in errors. */
  readonly title: string;
  /** Names of the classes; null where the files say them (folders). */
  readonly classes: readonly string[] | null;
  /** [C, H, W] to give; encoded images of another size are made to fit. */
  readonly shape: readonly [number, number, number];
  /** How images of another shape are made to fit: the middle square, scaled; or only scaled. */
  readonly fit: 'crop' | 'stretch';
  /** Column of the labels, in formats with several (`fine_label`, `coarse_label`); null takes the usual one. */
  readonly labels: string | null;
  /** Decides a split that the files do not have. */
  readonly seed: number;
  readonly decode: ImageDecoder;
}

/** Images as they come out of a file. */
export interface Part {
  readonly split: Split;
  /** Until the next part is asked for: that may use the same memory. */
  readonly images: ImageSet;
}

/** What is known before the first part. */
export interface Layout {
  /** Images of each split once all are read. */
  readonly counts: Readonly<Record<Split, number>>;
  /** Names of the classes, by label. */
  readonly classes: readonly string[];
}

/** Data set under way: its layout, then its images. */
export interface Reading {
  readonly layout: Layout;
  /** In the order of the files within a split; the small test set first where the files allow it. */
  readonly parts: AsyncIterable<Part>;
  /** Sentences the user should know (images that were resized); complete when the parts are. */
  readonly notes: () => readonly string[];
}

/**
 * A reader of a file format: pure, the same in browser and Node. It reads no more of the files than each part takes, so
 * images can be used while later ones are still on their way.
 *
 * @throws UserError, also from the parts, that names the file and its fault.
 */
export type Format = (files: readonly OpenFile[], options: FormatOptions) => Promise<Reading>;
