import { untilAborted } from '../../util/untilAborted.ts';
import type { ArrivingFile } from './arrivingFile.ts';
import {
  DeliveryError,
  isWebPage,
  retryAfterMs,
  wholeLength,
  type Fetch,
  type HttpResponse,
} from './http.ts';
import { NotKeptError } from './store.ts';

/** How patient a download is. */
export interface Patience {
  /** Milliseconds without a byte after which a connection counts as dead. */
  readonly stallMs: number;
  /** Waits before the first, second … attempt to go on. As many attempts without a byte end the download. */
  readonly delaysMs: readonly number[];
  /** Longest wait that a server may ask for. */
  readonly maxDelayMs: number;
}

export const patience: Patience = { stallMs: 20_000, delaysMs: [500, 2000, 5000], maxDelayMs: 30_000 };

export interface DownloadOptions {
  readonly fetch: Fetch;
  readonly signal: AbortSignal;
  readonly patience?: Patience;
  /** Length in bytes, where the table of data sets knows it. */
  readonly bytes?: number | undefined;
  /**
   * Whether what `file` holds is known to be of the same bytes as this address gives. Otherwise all is fetched again
   * and compared with what is there. Default true.
   */
  readonly mayResume?: boolean;
  /** Called with each piece, before readers of the file see it. */
  readonly onChunk?: (chunk: Uint8Array<ArrayBuffer>) => void;
  /** Called after bytes have come. */
  readonly onReceive?: () => void;
  /** A connection broke, stalled or was put off; the download goes on by itself after `waitMs`. */
  readonly onTrouble?: (reason: string, waitMs: number) => void;
}

/** A fault after which another attempt at the same address may succeed. */
class Interruption extends Error {
  readonly delayMs: number | null;

  constructor(message: string, delayMs: number | null = null) {
    super(message);
    this.delayMs = delayMs;
  }
}

/**
 * Fetches one address into `file`, after what `file` holds already, and resumes after broken or stalled connections with
 * a single range `bytes=a-`, which needs no preflight. Does not end the file: its bytes are still to be checked.
 *
 * @throws DeliveryError when the address cannot give the file; the signal's reason when it was cancelled.
 */
export async function download(
  address: string,
  file: ArrivingFile,
  { fetch, signal, patience: { stallMs, delaysMs, maxDelayMs } = patience, bytes, ...on }: DownloadOptions,
): Promise<void> {
  let failures = 0;
  const startedAt = file.received;
  for (;;) {
    const before = file.received;
    const attempt = new Attempt(signal, stallMs);
    try {
      await receive(address, file, { fetch, attempt, bytes, ...on });
      return;
    } catch (error) {
      if (signal.aborted) throw signal.reason;
      if (error instanceof DeliveryError || error instanceof NotKeptError) throw error;
      if (file.received > before) failures = 0;
      const reason = attempt.hasStalled
        ? `has sent nothing for ${Math.round(stallMs / 1000)} s`
        : error instanceof Interruption
          ? error.message
          : `cannot be reached, or broke the connection (${describe(error)})`;
      const asked = error instanceof Interruption ? error.delayMs : null;
      const isDead = !(error instanceof Interruption) && file.received === startedAt && !attempt.hasAnswered;
      const delay = asked ?? delaysMs[failures];
      if (isDead || failures >= delaysMs.length || delay === undefined || delay > maxDelayMs)
        throw new DeliveryError(address, `${reason}.`);
      failures++;
      on.onTrouble?.(`${address} ${reason}.`, delay);
      await sleep(delay, signal);
    } finally {
      attempt.end();
    }
  }
}

/** One connection, with the watch over it. */
class Attempt {
  readonly controller = new AbortController();
  hasStalled = false;
  hasAnswered = false;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private readonly stallMs: number;
  private readonly outer: AbortSignal;
  private readonly cancel = () => this.controller.abort(this.outer.reason);

  constructor(outer: AbortSignal, stallMs: number) {
    this.outer = outer;
    this.stallMs = stallMs;
    if (outer.aborted) this.cancel();
    outer.addEventListener('abort', this.cancel);
    this.isAlive();
  }

  /** Something came; the watch begins anew. */
  isAlive(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.hasStalled = true;
      this.controller.abort(new Error('stalled'));
    }, this.stallMs);
  }

  end(): void {
    clearTimeout(this.timer);
    this.outer.removeEventListener('abort', this.cancel);
    // Nobody reads the rest of an answer that was given up.
    this.controller.abort();
  }
}

interface ReceiveOptions extends Pick<
  DownloadOptions,
  'fetch' | 'bytes' | 'mayResume' | 'onChunk' | 'onReceive'
> {
  readonly attempt: Attempt;
}

async function receive(
  address: string,
  file: ArrivingFile,
  { fetch, attempt, bytes, mayResume = true, onChunk, onReceive }: ReceiveOptions,
): Promise<void> {
  const from = mayResume ? file.received : 0;
  const { signal } = attempt.controller;
  const headers: Record<string, string> = from > 0 ? { range: `bytes=${from}-` } : {};
  const response = await fetch(address, { headers, signal });
  attempt.hasAnswered = true;
  attempt.isAlive();
  if (from > 0 && response.status === 416 && from === (bytes ?? file.expected)) return;
  checkStatus(address, response);
  const total = wholeLength(response);
  if (total !== null) {
    if (bytes !== undefined && total !== bytes)
      throw new DeliveryError(address, `has ${total} bytes, but the file has ${bytes}.`);
    if (file.expected !== null && file.received > 0 && total !== file.expected) throw otherBytes(address);
    file.expect(total);
  }

  // A server without ranges sends everything again: what is there already is compared instead of kept.
  let position = response.status === 206 ? from : 0;
  const reader = response.body?.getReader();
  if (!reader) throw new Interruption('sent an answer without content');
  for (;;) {
    const { done, value } = await untilAborted(reader.read(), signal);
    if (done || !value) break;
    attempt.isAlive();
    if (position === 0 && isWebPage(value)) throw webPage(address, response);
    const known = Math.min(value.length, file.received - position);
    if (!isSame(value.subarray(0, known), file.content.subarray(position, position + known)))
      throw otherBytes(address);
    const fresh = value.subarray(known);
    position += value.length;
    if (fresh.length === 0) continue;
    onChunk?.(fresh);
    file.append(fresh);
    onReceive?.();
  }
  if (bytes !== undefined && file.received > bytes)
    throw new DeliveryError(address, `sent ${file.received} bytes, but the file has ${bytes}.`);
  const wanted = bytes ?? total;
  if (wanted !== null && file.received < wanted)
    throw new Interruption(`ended after ${file.received} of ${wanted} bytes`);
}

function checkStatus(address: string, response: HttpResponse): void {
  const { status, headers } = response;
  if (status === 429)
    throw new Interruption(
      'asks for patience: too many requests came from this network (429)',
      retryAfterMs(headers.get('retry-after')),
    );
  if (status >= 500) throw new Interruption(`answers with an error of its server (${status})`);
  if (status === 404 || status === 410) throw new DeliveryError(address, `does not exist (${status}).`);
  if (status === 401 || status === 403)
    throw new DeliveryError(address, `refuses to give the file (${status}).`);
  if (status !== 200 && status !== 206)
    throw new DeliveryError(address, `answers with the status ${status}.`);
  if ((headers.get('content-type') ?? '').includes('text/html')) throw webPage(address, response);
}

function otherBytes(address: string): DeliveryError {
  return new DeliveryError(address, 'gives other bytes than came before. Fetch the file anew.');
}

function webPage(address: string, { url }: HttpResponse): DeliveryError {
  const via = url !== '' && !url.endsWith(address) ? ` (at ${url}, where it led)` : '';
  return new DeliveryError(address, `answers with a web page${via}, not with the file.`);
}

/**
 * Bytes [start, end) of an address, fetched out of turn; null when the server gives no ranges or fails: the bytes will
 * come in their turn.
 */
export async function fetchRange(
  address: string,
  [start, end]: readonly [number, number],
  { fetch, signal, patience: { stallMs } = patience }: Pick<DownloadOptions, 'fetch' | 'signal' | 'patience'>,
): Promise<Uint8Array<ArrayBuffer> | null> {
  const attempt = new Attempt(signal, stallMs);
  try {
    const { controller } = attempt;
    const response = await fetch(address, {
      headers: { range: `bytes=${start}-${end - 1}` },
      signal: controller.signal,
    });
    if (response.status !== 206 || !response.body) return null;
    const bytes = new Uint8Array(end - start);
    const reader = response.body.getReader();
    let length = 0;
    for (;;) {
      const { done, value } = await untilAborted(reader.read(), controller.signal);
      if (done || !value) break;
      attempt.isAlive();
      if (length + value.length > bytes.length) return null;
      bytes.set(value, length);
      length += value.length;
    }
    return length === bytes.length ? bytes : null;
  } catch {
    if (signal.aborted) throw signal.reason;
    return null;
  } finally {
    attempt.end();
  }
}

function sleep(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      reject(signal.reason as Error);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', stop);
      resolve();
    }, ms);
    signal.addEventListener('abort', stop);
  });
}

function isSame(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}

function describe(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
