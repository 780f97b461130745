/** The planes of a JPEG image as a decoder gives them: brightness, then the two differences of colour. */
export interface JpegPlanes {
  readonly planes: Uint8Array;
  /** Where each of the three begins, and the bytes from row to row. */
  readonly layout: readonly { readonly offset: number; readonly stride: number }[];
  readonly width: number;
  readonly height: number;
  /** Whether colours have half the rows and columns (4:2:0), or all of them (4:4:4). */
  readonly isHalved: boolean;
}

/**
 * RGB of a JPEG image, [height, width, 3], to the bit as common decoders (libjpeg and its kin) make it: differences of
 * colour are interpolated between the pixels that share them, and the colours are those of JFIF (ITU-R 601, full range).
 */
export function jpegColors({ planes, layout, width, height, isHalved }: JpegPlanes): Uint8Array<ArrayBuffer> {
  const [luma, ...chroma] = layout.map(({ offset, stride }) => ({ bytes: planes.subarray(offset), stride }));
  const [blue, red] = chroma.map((plane) => (isHalved ? doubled(plane, width, height) : plane));
  const pixels = new Uint8ClampedArray(3 * width * height);
  for (let y = 0, at = 0; y < height; y++)
    for (let x = 0; x < width; x++, at += 3) {
      const brightness = luma!.bytes[y * luma!.stride + x]!;
      const cb = blue!.bytes[y * blue!.stride + x]! - 128;
      const cr = red!.bytes[y * red!.stride + x]! - 128;
      // 16 bits after the point.
      pixels[at] = brightness + ((91881 * cr + 32768) >> 16);
      pixels[at + 1] = brightness + ((-22554 * cb - 46802 * cr + 32768) >> 16);
      pixels[at + 2] = brightness + ((116130 * cb + 32768) >> 16);
    }
  return new Uint8Array(pixels.buffer);
}

interface Plane {
  readonly bytes: Uint8Array;
  readonly stride: number;
}

/**
 * A plane of half the rows and columns, doubled: a new value is 9/16 of the old one that it lies in, 3/16 of the nearest in
 * its row and in its column, 1/16 of the one across; rounded up and down in turn. Narrow ones are repeated instead.
 */
function doubled({ bytes, stride }: Plane, width: number, height: number): Plane {
  const columns = (width + 1) >> 1;
  const lastRow = ((height + 1) >> 1) - 1;
  const result = new Uint8Array(2 * columns * height);
  for (let y = 0; y < height; y++) {
    const near = (y >> 1) * stride;
    const far = Math.min(lastRow, Math.max(0, (y >> 1) + (y % 2 === 0 ? -1 : 1))) * stride;
    const row = y * 2 * columns;
    for (let x = 0; x < columns; x++) {
      if (columns <= 2) {
        result[row + 2 * x] = result[row + 2 * x + 1] = bytes[near + x]!;
        continue;
      }
      const left = Math.max(0, x - 1);
      const right = Math.min(columns - 1, x + 1);
      const here = 3 * bytes[near + x]! + bytes[far + x]!;
      result[row + 2 * x] = (3 * here + 3 * bytes[near + left]! + bytes[far + left]! + 8) >> 4;
      result[row + 2 * x + 1] = (3 * here + 3 * bytes[near + right]! + bytes[far + right]! + 7) >> 4;
    }
  }
  return { bytes: result, stride: 2 * columns };
}
