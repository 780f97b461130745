import { UserError } from '../../util/assert.ts';

/** Where a file came from, kept beside its bytes. */
export interface Origin {
  /** Address it was fetched from. */
  readonly address: string;
  /** Length of the whole in bytes; null when it was not known yet. */
  readonly total: number | null;
}

export interface StoredFile {
  /** `<data set>/<file name>`. */
  readonly key: string;
  readonly bytes: number;
  /** Address it was fetched from; null when that is not known. */
  readonly address: string | null;
  /** False for the beginning of a file whose download was interrupted. */
  readonly isWhole: boolean;
}

/** A file being written. Nobody sees it as a file of the store before `finish`. */
export interface Writer {
  /** Bytes of an earlier, interrupted download of the same origin. */
  readonly kept: Uint8Array<ArrayBuffer>;
  /** @throws StorageFullError */
  append(chunk: Uint8Array<ArrayBuffer>): void;
  /** Drops what is kept and begins with `content`. @throws StorageFullError */
  restart(content: Uint8Array<ArrayBuffer>): void;
  /** Makes it a whole file of the store; `content` is all of it. */
  finish(content: Uint8Array<ArrayBuffer>): Promise<void>;
  /** Keeps what is there, for another time. */
  suspend(): void;
  /** Drops what was written. */
  discard(): Promise<void>;
}

/** Keeps files from one visit to the next. */
export interface FileStore {
  /** A whole file; null when it is not there. */
  open(key: string): Promise<{
    readonly bytes: number;
    read(start: number, end: number): Promise<Uint8Array<ArrayBuffer>>;
  } | null>;
  /** Call within `exclusively`. */
  write(key: string, origin: Origin): Promise<Writer>;
  list(): Promise<readonly StoredFile[]>;
  remove(key: string): Promise<void>;
  /** Runs `work` while no other tab does so for the same key. */
  exclusively<T>(key: string, signal: AbortSignal, work: () => Promise<T>): Promise<T>;
}

/** A file could not be kept where it had to be. */
export class NotKeptError extends UserError {}

export class StorageFullError extends Error {
  override readonly name = 'StorageFullError';
}
