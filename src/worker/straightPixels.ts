let context: WebGL2RenderingContext | null = null;

/** Whether no pixel lets anything through; `pixels` are RGBA. */
export function isOpaque(pixels: Uint8Array): boolean {
  for (let i = 3; i < pixels.length; i += 4) if (pixels[i] !== 255) return false;
  return true;
}

/**
 * RGBA of a bitmap as its file has it, also behind transparency: a canvas multiplies colours by alpha and cannot give them
 * back, WebGL takes and gives them as they are. Null where that is missing or the bitmap is too large for it.
 */
export function straightPixels(bitmap: ImageBitmap): Uint8Array<ArrayBuffer> | null {
  if (!context || context.isContextLost()) context = new OffscreenCanvas(1, 1).getContext('webgl2');
  const gl = context;
  const { width, height } = bitmap;
  if (!gl || Math.max(width, height) > (gl.getParameter(gl.MAX_TEXTURE_SIZE) as number)) return null;
  const [texture, framebuffer] = [gl.createTexture(), gl.createFramebuffer()];
  gl.bindTexture(gl.TEXTURE_2D, texture);
  gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA, gl.RGBA, gl.UNSIGNED_BYTE, bitmap);
  gl.bindFramebuffer(gl.FRAMEBUFFER, framebuffer);
  gl.framebufferTexture2D(gl.FRAMEBUFFER, gl.COLOR_ATTACHMENT0, gl.TEXTURE_2D, texture, 0);
  const pixels = new Uint8Array(4 * width * height);
  gl.readPixels(0, 0, width, height, gl.RGBA, gl.UNSIGNED_BYTE, pixels);
  const hasFailed = gl.getError() !== gl.NO_ERROR;
  gl.deleteFramebuffer(framebuffer);
  gl.deleteTexture(texture);
  return hasFailed ? null : pixels;
}
