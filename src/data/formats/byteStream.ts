import { UserError } from '../../util/assert.ts';
import { bytes as formatBytes } from '../../util/format.ts';
import { chunksOf, type ByteFile } from '../byteFile.ts';

export type Chunks = AsyncGenerator<Uint8Array<ArrayBuffer>, void, void>;

/** More than any set unpacks to; what goes on beyond it is no data set. */
const maxUnpackedBytes = 4 * 1024 ** 3;

/** The bytes of a file, unpacked if they are gzip, which the first two of them say rather than the file's name. */
export async function* unpackedChunks(file: ByteFile): Chunks {
  const [first, second] = await file.read(0, 2);
  if (first !== 0x1f || second !== 0x8b) {
    yield* chunksOf(file);
    return;
  }
  const damaged = new UserError(
    `${file.name} cannot be unpacked: its gzip data are damaged or cut off. Fetch the file again.`,
  );
  let unpackedBytes = 0;
  for await (const chunk of inflated(chunksOf(file), 'gzip', damaged)) {
    unpackedBytes += chunk.length;
    if (unpackedBytes > maxUnpackedBytes)
      throw new UserError(
        `${file.name} unpacks to more than ${formatBytes(maxUnpackedBytes)}; it is no data set.`,
      );
    yield chunk;
  }
}

/** Decompresses as bytes come. Errors of the data become `damaged`; those of whoever gives the bytes stay. */
export async function* inflated(packed: Chunks, format: 'gzip' | 'deflate', damaged: UserError): Chunks {
  let failure: unknown = null;
  const source = streamOf(packed, (error) => (failure = error));
  const reader = source.pipeThrough(new DecompressionStream(format)).getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read().catch((): never => {
        throw failure instanceof Error ? failure : damaged;
      });
      if (done || !value) return;
      yield value;
    }
  } finally {
    // Whoever stops early needs no more of it.
    await reader.cancel().catch(() => undefined);
  }
}

/** A stream of the platform that gives `chunks`; `onError` hears of what they throw. */
export function streamOf(
  chunks: Chunks,
  onError: (error: unknown) => void,
): ReadableStream<Uint8Array<ArrayBuffer>> {
  return new ReadableStream<Uint8Array<ArrayBuffer>>({
    pull: async (controller) => {
      try {
        const { done, value } = await chunks.next();
        if (done) controller.close();
        else controller.enqueue(value);
      } catch (error) {
        onError(error);
        throw error;
      }
    },
    cancel: async () => {
      await chunks.return();
    },
  });
}

/** Takes exact numbers of bytes from a stream of chunks of any sizes. */
export class ByteReader {
  /** Bytes taken so far. */
  position = 0;
  private readonly chunks: Chunks;
  private current: Uint8Array<ArrayBuffer> = new Uint8Array(0);

  constructor(chunks: Chunks) {
    this.chunks = chunks;
  }

  /**
   * The next `length` bytes, or fewer where the stream ends. Memory grows with what comes, not with what is asked for.
   *
   * @param into memory of an earlier call to use again, when what it holds is not needed any more
   */
  async take(length: number, into?: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
    const parts: Uint8Array<ArrayBuffer>[] = [];
    let missing = length;
    while (missing > 0 && (await this.fill())) {
      const part = this.current.subarray(0, missing);
      this.current = this.current.subarray(part.length);
      missing -= part.length;
      parts.push(part);
    }
    this.position += length - missing;
    return parts.length === 1 ? parts[0]! : concatenate(parts, into);
  }

  /** Drops bytes; false where the stream ends before. */
  async skip(length: number): Promise<boolean> {
    let missing = length;
    while (missing > 0 && (await this.fill())) {
      const dropped = Math.min(missing, this.current.length);
      this.current = this.current.subarray(dropped);
      missing -= dropped;
    }
    this.position += length - missing;
    return missing === 0;
  }

  /** Whether no byte is left. */
  async isAtEnd(): Promise<boolean> {
    return !(await this.fill());
  }

  /** Ends the stream; the rest is not wanted. */
  async close(): Promise<void> {
    await this.chunks.return();
  }

  private async fill(): Promise<boolean> {
    while (this.current.length === 0) {
      const { done, value } = await this.chunks.next();
      if (done) return false;
      this.current = value;
    }
    return true;
  }
}

/** One array of all parts, at the beginning of `into` where it is long enough. */
export function concatenate(
  parts: readonly Uint8Array[],
  into?: Uint8Array<ArrayBuffer>,
): Uint8Array<ArrayBuffer> {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  const whole = into && into.length >= length ? into.subarray(0, length) : new Uint8Array(length);
  let position = 0;
  for (const part of parts) {
    whole.set(part, position);
    position += part.length;
  }
  return whole;
}
