import type { BeforeAfter, MatrixPictures, MatrixPixels } from '../train/probes/matrixView.ts';
import type { Lanes } from '../train/probes/probe.ts';

/** Makes pictures that a page can show of pixels in the GPU's memory, which no processor reads on the way. */
export class MatrixCanvas {
  private readonly canvas = new OffscreenCanvas(1, 1);
  private readonly context = this.canvas.getContext('webgpu');
  private device: GPUDevice | null = null;
  /** Whether pictures can be seen; null before the first. */
  canShow: boolean | null = this.context ? null : false;

  /** The pictures, or null where the browser cannot show what the GPU draws. */
  draw(pictures: MatrixPictures): Lanes<BeforeAfter<ImageBitmap>> | null {
    if (this.canShow === false) return null;
    try {
      return this.takeAll(pictures);
    } catch {
      // Nothing but these pictures may depend on what the browser can show.
      this.stop();
      return null;
    }
  }

  /** From now on the numbers are drawn instead. */
  stop(): void {
    this.canShow = false;
  }

  private takeAll({ device, lanes }: MatrixPictures): Lanes<BeforeAfter<ImageBitmap>> | null {
    const drawn = lanes.map(
      (pair) => pair && { before: this.take(device, pair.before), after: this.take(device, pair.after) },
    );
    const pictures = picturesOf(drawn);
    this.canShow ??= pictures.every(isDrawn);
    if (this.canShow) return drawn;
    for (const picture of pictures) picture.close();
    return null;
  }

  private take(device: GPUDevice, { buffer, offset, bytesPerRow, side }: MatrixPixels): ImageBitmap {
    const { canvas, context } = this;
    if (canvas.width !== side) canvas.width = canvas.height = side;
    if (device !== this.device) {
      const usage = GPUTextureUsage.COPY_DST;
      // All are opaque. The mode of that name would make those that come out blank opaque as well.
      context!.configure({ device, format: 'rgba8unorm', usage, alphaMode: 'premultiplied' });
      this.device = device;
    }
    const encoder = device.createCommandEncoder();
    const texture = context!.getCurrentTexture();
    encoder.copyBufferToTexture({ buffer, offset, bytesPerRow }, { texture }, [side, side]);
    device.queue.submit([encoder.finish()]);
    return canvas.transferToImageBitmap();
  }
}

export function picturesOf(lanes: Lanes<BeforeAfter<ImageBitmap>>): ImageBitmap[] {
  return lanes.flatMap((pair) => (pair ? [pair.before, pair.after] : []));
}

/** Where what computes shares no memory with what shows, pictures come out blank, and no error says so. */
function isDrawn(picture: ImageBitmap): boolean {
  const context = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true })!;
  context.drawImage(picture, 0, 0);
  const [pixel] = new Uint32Array(context.getImageData(0, 0, 1, 1).data.buffer);
  // Neither transparent nor black, which is no colour of a map.
  return pixel! > 0xff000000;
}
