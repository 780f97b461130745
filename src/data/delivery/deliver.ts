import { md5 as md5Of } from '@noble/hashes/legacy.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { UserError } from '../../util/assert.ts';
import { bytes as formatBytes } from '../../util/format.ts';
import { untilAborted } from '../../util/untilAborted.ts';
import type { ByteFile } from '../byteFile.ts';
import { ArrivingFile } from './arrivingFile.ts';
import { download, fetchRange, type Patience } from './download.ts';
import { DeliveryError, type Fetch } from './http.ts';
import { NotKeptError, StorageFullError, type FileStore, type Writer } from './store.ts';

/** One address of a file, with what is known of the bytes that it gives. */
export interface Place {
  readonly address: string;
  /** Length in bytes. */
  readonly bytes?: number | undefined;
  /** Lower-case hexadecimal checksums. */
  readonly sha256?: string | undefined;
  readonly md5?: string | undefined;
}

export interface FileRequest {
  /** `<data set>/<file name>`: where it is kept. */
  readonly key: string;
  /** Where it may be fetched from, best first. */
  readonly places: readonly Place[];
}

/** How far a file is. */
export interface FileProgress {
  readonly key: string;
  readonly state: 'waiting' | 'fetching' | 'checking' | 'whole' | 'failed';
  /** Where it comes from; null for this browser's own store. */
  readonly address: string | null;
  readonly received: number;
  /** Bytes in all; null while not known. */
  readonly total: number | null;
}

export interface DeliveryOptions {
  readonly fetch: Fetch;
  /** Null keeps nothing. */
  readonly store: FileStore | null;
  /** Milliseconds in which the store has to open a file for writing; after that the file is not kept. Default: it is waited for. */
  readonly storeMs?: number;
  /** True fails with a `NotKeptError` where a file cannot be kept; false (the default) goes on and says so. */
  readonly mustKeep?: boolean;
  readonly signal: AbortSignal;
  readonly patience?: Patience;
  readonly onProgress?: (progress: FileProgress) => void;
  /** A sentence that the user should see: a mirror that failed, a store that is full. */
  readonly onNotice?: (notice: string) => void;
}

export interface Delivery {
  /** Can be read from at once; reads wait for their bytes. */
  readonly file: ByteFile;
  /**
   * Settles when every byte is there, agrees with the checksum and is stored. Rejects, as do reads, when no address gave
   * the file.
   */
  readonly whole: Promise<void>;
  /** Address that the bytes come from; null from the store. Known once the first bytes are there. */
  readonly address: () => string | null;
  /** Whether its bytes agree with a checksum: what is wrong with the set is not in this file. */
  readonly isVerified: () => boolean;
}

/** No address gave a file; the sentence names each of them with its fault. */
export class UnreachableError extends UserError {
  /** Address and fault of each, in the order of trial. */
  readonly faults: readonly DeliveryError[];

  constructor(name: string, faults: readonly DeliveryError[]) {
    super(`${name} could not be fetched. ${faults.map(({ message }) => message).join(' ')}`);
    this.faults = faults;
  }
}

/** Gives a file from the store, or fetches it from the first address that has it and stores it. */
export async function deliver(request: FileRequest, options: DeliveryOptions): Promise<Delivery> {
  const name = request.key.slice(request.key.lastIndexOf('/') + 1);
  const stored = (await options.store?.open(request.key)) ?? null;
  if (stored) {
    const file: ByteFile = {
      name,
      size: () => Promise.resolve(stored.bytes),
      read: (start, end) => stored.read(start, Math.min(end, stored.bytes)),
    };
    const progress = { key: request.key, address: null, received: stored.bytes, total: stored.bytes };
    options.onProgress?.({ ...progress, state: 'whole' });
    return { file, whole: Promise.resolve(), address: () => null, isVerified: () => false };
  }
  const arrival = new Arrival(request, new ArrivingFile(name), options);
  const whole = arrival.run();
  // Whoever reads the file hears of the failure there; nobody has to wait for the end.
  whole.catch(() => undefined);
  return {
    file: arrival.file,
    whole,
    address: () => arrival.address,
    isVerified: () => arrival.isVerified,
  };
}

class Arrival {
  readonly file: ArrivingFile;
  address: string | null = null;
  isVerified = false;
  private state: FileProgress['state'] = 'waiting';
  private writer: Writer | null = null;
  private readonly request: FileRequest;
  private readonly options: DeliveryOptions;

  constructor(request: FileRequest, file: ArrivingFile, options: DeliveryOptions) {
    this.request = request;
    this.file = file;
    this.options = options;
  }

  async run(): Promise<void> {
    const { key } = this.request;
    const { store, signal } = this.options;
    try {
      this.tell('waiting');
      const work = () => this.takeOrFetch();
      await (store ? store.exclusively(key, signal, work) : work());
      this.tell('whole');
    } catch (error) {
      this.file.fail(error);
      this.tell('failed');
      throw error;
    }
  }

  /** Another tab may have stored the file while this one waited. */
  private async takeOrFetch(): Promise<void> {
    const stored = await this.options.store?.open(this.request.key);
    if (!stored) return this.fetchFromMirrors();
    this.file.expect(stored.bytes);
    const step = 1 << 22;
    for (let start = 0; start < stored.bytes; start += step)
      this.file.append(await stored.read(start, Math.min(start + step, stored.bytes)));
    this.file.finish();
  }

  private async fetchFromMirrors(): Promise<void> {
    const { places } = this.request;
    const { signal, onNotice } = this.options;
    const faults: DeliveryError[] = [];
    for (const [i, place] of places.entries()) {
      try {
        await this.fetchFrom(place);
        return;
      } catch (error) {
        if (signal.aborted || !(error instanceof DeliveryError)) throw error;
        faults.push(error);
        const next = places[i + 1]?.address;
        onNotice?.(next === undefined ? error.message : `${error.message} Now trying ${next}.`);
        // Readers have seen bytes that are wrong: they must begin anew, and the file without this address.
        if (error instanceof ChecksumError) throw error;
      }
    }
    throw new UnreachableError(this.file.name, faults);
  }

  private async fetchFrom(place: Place): Promise<void> {
    const { options, file } = this;
    const { address, bytes } = place;
    const { fetch, signal, onNotice } = options;
    this.address = address;
    const kept = await this.openWriter(place);
    if (file.received === 0 && kept.length > 0) {
      file.append(kept);
      onNotice?.(`${file.name} goes on after ${formatBytes(kept.length)} of an earlier visit.`);
    }
    file.readAhead = (start, end) => fetchRange(address, [start, end], options);
    this.tell('fetching');
    try {
      await download(address, file, {
        fetch,
        signal,
        bytes,
        mayResume: this.begunAt === null || this.begunAt === address,
        ...(options.patience && { patience: options.patience }),
        onChunk: (chunk) => {
          this.begunAt ??= address;
          this.keep(chunk);
        },
        onReceive: () => this.tell('fetching'),
        onTrouble: (reason, waitMs) =>
          onNotice?.(`${reason} Trying again in ${Math.max(1, Math.round(waitMs / 1000))} s.`),
      });
    } catch (error) {
      // The beginning of a file is worth keeping, an empty one is not.
      if (file.received > 0) this.writer?.suspend();
      else await this.writer?.discard();
      this.writer = null;
      throw error;
    }
    file.readAhead = null;
    await this.check(place);
    // Who reads to the end need not wait for the store.
    file.finish();
    await this.finishWriter();
  }

  /** Where the bytes at hand come from; null before the first. */
  private begunAt: string | null = null;

  private async check({ address, sha256, md5 }: Place): Promise<void> {
    const { content } = this.file;
    const [name, wanted] = sha256 === undefined ? ['MD5', md5] : ['SHA-256', sha256];
    if (wanted === undefined) return;
    this.tell('checking');
    const found = sha256 === undefined ? bytesToHex(md5Of(content)) : await sha256Of(content);
    this.isVerified = found === wanted;
    if (this.isVerified) return;
    await this.writer?.discard();
    this.writer = null;
    throw new ChecksumError(
      address,
      `sent other bytes than the file has (${name} ${found.slice(0, 12)}…, not ${wanted.slice(0, 12)}…); they are refused.`,
    );
  }

  /** Opens the store's file and returns what it holds of an earlier visit. Without room nothing is kept, and the user hears why. */
  private async openWriter({ address, bytes }: Place): Promise<Uint8Array<ArrayBuffer>> {
    const { store, signal } = this.options;
    const nothing = new Uint8Array(0);
    if (!store) return nothing;
    try {
      this.writer = await this.inTime(store.write(this.request.key, { address, total: bytes ?? null }));
      const { kept } = this.writer;
      if (this.file.received === 0) {
        if (kept.length > 0) this.begunAt = address;
        return kept;
      }
      // Bytes of another address came first: the store begins with those.
      this.writer.restart(this.file.content);
      return nothing;
    } catch (error) {
      if (signal.aborted) throw error;
      this.giveUpStoring(error);
      return nothing;
    }
  }

  /** A file is not held up by a store that does not answer. */
  private async inTime(opening: Promise<Writer>): Promise<Writer> {
    const { signal, storeMs } = this.options;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const end = new Promise<never>((_, reject) => {
      if (storeMs === undefined) return;
      timer = setTimeout(() => reject(new Error(`it did not answer within ${storeMs / 1000} s`)), storeMs);
    });
    try {
      return await untilAborted(Promise.race([opening, end]), signal);
    } catch (error) {
      opening.then((late) => late.suspend()).catch(() => undefined);
      throw error;
    } finally {
      clearTimeout(timer);
    }
  }

  private keep(chunk: Uint8Array<ArrayBuffer>): void {
    try {
      this.writer?.append(chunk);
    } catch (error) {
      this.giveUpStoring(error);
    }
  }

  private async finishWriter(): Promise<void> {
    try {
      await this.writer?.finish(this.file.content);
    } catch (error) {
      this.giveUpStoring(error);
    }
    this.writer = null;
  }

  private giveUpStoring(error: unknown): void {
    const { writer } = this;
    this.writer = null;
    writer?.discard().catch(() => undefined);
    if (this.options.mustKeep)
      throw new NotKeptError(
        `${this.request.key} cannot be written: ${error instanceof Error ? error.message : String(error)}.`,
      );
    const why =
      error instanceof StorageFullError
        ? 'This browser has no room left for it: delete a stored data set, or free space on the disk'
        : `This browser's storage failed (${error instanceof Error ? error.message : String(error)})`;
    this.options.onNotice?.(`${this.file.name} is used but not kept for the next visit. ${why}.`);
  }

  private tell(state: FileProgress['state']): void {
    this.state = state;
    const { received, expected } = this.file;
    this.options.onProgress?.({
      key: this.request.key,
      state: this.state,
      address: this.address,
      received,
      total: expected,
    });
  }
}

/** An address gave bytes that are not the file's; another one may give the right ones. */
export class ChecksumError extends DeliveryError {}

/** Lower-case hexadecimal SHA-256. */
export async function sha256Of(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  return bytesToHex(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)));
}
