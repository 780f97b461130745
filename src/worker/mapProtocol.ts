/** Values as coloured cells, in tiles of one size with one cell between them. A matrix is a single tile. */
export interface MapPicture {
  /**
   * [tiles, height, width], in rows of tiles; with `isRgb` [tiles, 3, height, width]. Tiles beyond the last value stay
   * open.
   */
  readonly values: ArrayLike<number>;
  /** Tiles down and across. */
  readonly rows: number;
  readonly columns: number;
  /** Cells of a tile down and across. */
  readonly height: number;
  readonly width: number;
  readonly shading: {
    /** Opaque pixels of a canvas, little-endian, from `min` to `max`. */
    readonly palette: Uint32Array;
    readonly min: number;
    readonly max: number;
  };
  /** Factors of the rows and columns of a matrix, as a correlation matrix has them. */
  readonly factors?: ArrayLike<number> | undefined;
  /** Whether a NaN stays open; else it is mid grey. */
  readonly isOpen?: boolean | undefined;
  /** Three values in a row are the red, green and blue of a cell, half of each at zero, in place of the palette. */
  readonly isRgb?: boolean | undefined;
}

/** What the page asks of the worker that draws maps, several at a time; `id` names a canvas. */
export type MapCommand =
  /** From now on the worker's to draw on. */
  | { readonly type: 'adopt'; readonly id: number; readonly canvas: OffscreenCanvas }
  | { readonly type: 'draw'; readonly id: number; readonly picture: MapPicture }
  /** The canvas has left the page. */
  | { readonly type: 'release'; readonly id: number };
