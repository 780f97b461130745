/** An image file: PNG, JPEG, WebP or GIF (of which the first frame counts). */
export interface EncodedImage {
  /** As shown to the user where the file is no image. */
  readonly name: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

export interface DecodedImage {
  readonly width: number;
  readonly height: number;
  /** 1 grey, 2 grey and alpha, 3 RGB, 4 RGB and alpha. */
  readonly channels: number;
  /** [height, width, channels], row-major, 0 to 255. */
  readonly pixels: Uint8Array<ArrayBuffer>;
}

/**
 * Decodes image files, in their own size and order, many at once so that a platform can share its set-up costs. Values
 * are those of the file: no colour management and no premultiplied alpha; the orientation that a camera noted is
 * applied. Null for a file that is no image.
 *
 * Injected: browsers decode with createImageBitmap, the command line with a native library.
 */
export type ImageDecoder = (images: readonly EncodedImage[]) => Promise<(DecodedImage | null)[]>;
