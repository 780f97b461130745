/** A file whose bytes can be asked for from anywhere, wherever they lie; `read` may wait for them. */
export interface ByteFile {
  /** As shown to the user: its path or the last part of it. */
  readonly name: string;
  /** Length in bytes; may wait until it is known. */
  size(): Promise<number>;
  /** Bytes [start, end); fewer where the file ends earlier. */
  read(start: number, end: number): Promise<Uint8Array<ArrayBuffer>>;
}

const chunkBytes = 1 << 18;

/** The chunks of a file from its start, as they come. */
export async function* chunksOf(file: ByteFile): AsyncGenerator<Uint8Array<ArrayBuffer>, void, void> {
  for (let start = 0; ; start += chunkBytes) {
    const chunk = await file.read(start, start + chunkBytes);
    if (chunk.length > 0) yield chunk;
    if (chunk.length < chunkBytes) return;
  }
}

/** A file whose bytes are in memory. */
export function memoryFile(name: string, bytes: ArrayBuffer | Uint8Array<ArrayBuffer>): ByteFile {
  // A plain view even of Node's Buffer, whose `slice` does not copy.
  const content =
    bytes instanceof Uint8Array
      ? new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength)
      : new Uint8Array(bytes);
  return {
    name,
    size: () => Promise.resolve(content.length),
    read: (start, end) => Promise.resolve(content.slice(start, end)),
  };
}
