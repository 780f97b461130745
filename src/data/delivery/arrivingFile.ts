import { assert } from '../../util/assert.ts';
import type { ByteFile } from '../byteFile.ts';

/** Bytes grow by this factor where the length of the whole is not known. */
const growth = 2;
const firstCapacity = 1 << 16;
/** Bytes beyond what has come that are waited for rather than asked for out of turn. */
const patienceBytes = 1 << 20;

interface Waiter {
  readonly until: number;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/** A file that is on its way: whoever reads it waits until the bytes are there. */
export class ArrivingFile implements ByteFile {
  readonly name: string;
  /** Bytes that have come, from the start without a gap. */
  received = 0;
  /**
   * Fetches bytes [start, end) out of turn, as the footer of a Parquet file; null when the server cannot. Without it
   * readers wait.
   */
  readAhead: ((start: number, end: number) => Promise<Uint8Array<ArrayBuffer> | null>) | null = null;
  private total: number | null = null;
  private bytes: Uint8Array<ArrayBuffer> = new Uint8Array(0);
  private readonly waiters = new Set<Waiter>();
  private end: { readonly error: unknown } | 'whole' | null = null;

  constructor(name: string) {
    this.name = name;
  }

  /** What is there, without a copy. */
  get content(): Uint8Array<ArrayBuffer> {
    return this.bytes.subarray(0, this.received);
  }

  /** Says how long the file will be, before all of it has come. */
  expect(total: number): void {
    if (this.end !== null || total < this.received) return;
    this.total = total;
    this.reserve(total);
    this.wake();
  }

  get expected(): number | null {
    return this.total;
  }

  append(chunk: Uint8Array): void {
    assert(this.end === null, `bytes for ${this.name} after its end`);
    this.reserve(this.received + chunk.length);
    this.bytes.set(chunk, this.received);
    this.received += chunk.length;
    this.wake();
  }

  /** All bytes have come. */
  finish(): void {
    this.total = this.received;
    this.end = 'whole';
    this.wake();
  }

  /** No more bytes will come; those who wait for some get `error`. */
  fail(error: unknown): void {
    this.end ??= { error };
    this.wake();
  }

  async size(): Promise<number> {
    while (this.total === null) await this.wait(this.received + 1);
    return this.total;
  }

  async read(start: number, end: number): Promise<Uint8Array<ArrayBuffer>> {
    if (start > this.received + patienceBytes && this.end === null && this.readAhead) {
      const ahead = await this.readAhead(start, end);
      if (ahead) return ahead;
    }
    while (this.received < end && this.end !== 'whole') await this.wait(end);
    return this.bytes.slice(start, Math.min(end, this.received));
  }

  /** Waits for `until` bytes, for news of the length, or for the end. */
  private async wait(until: number): Promise<void> {
    if (this.end !== null && this.end !== 'whole') throw this.end.error;
    await new Promise<void>((resolve, reject) => this.waiters.add({ until, resolve, reject }));
  }

  private wake(): void {
    for (const waiter of this.waiters) {
      if (this.end !== null && this.end !== 'whole') waiter.reject(this.end.error);
      else if (this.end === 'whole' || this.received >= waiter.until) waiter.resolve();
      else continue;
      this.waiters.delete(waiter);
    }
  }

  private reserve(capacity: number): void {
    if (capacity <= this.bytes.length) return;
    const isExact = this.total !== null && capacity <= this.total;
    const grown = new Uint8Array(isExact ? this.total! : Math.max(firstCapacity, growth * capacity));
    grown.set(this.content);
    this.bytes = grown;
  }
}
