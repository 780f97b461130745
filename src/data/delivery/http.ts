/** The part of `fetch` that delivery uses, so that browsers, Node and tests can each give their own. */
export type Fetch = (
  address: string,
  options: { readonly headers: Record<string, string>; readonly signal: AbortSignal },
) => Promise<HttpResponse>;

export interface HttpResponse {
  readonly status: number;
  /** Where redirects led. */
  readonly url: string;
  readonly headers: { get(name: string): string | null };
  readonly body: HttpBody | null;
}

interface HttpBody {
  getReader(): {
    read(): Promise<{ done: boolean; value?: Uint8Array<ArrayBuffer> | undefined }>;
    cancel(reason?: unknown): Promise<void>;
  };
}

/** A delivery that failed at one address, in a sentence that names it. Another mirror may still succeed. */
export class DeliveryError extends Error {
  override readonly name = 'DeliveryError';
  readonly address: string;

  constructor(address: string, fault: string) {
    super(`${address} ${fault}`);
    this.address = address;
  }
}

/** What a `Retry-After` header asks for, in milliseconds from `now`; null when it is missing or unreadable. */
export function retryAfterMs(header: string | null, now = Date.now()): number | null {
  if (header === null) return null;
  const seconds = Number(header);
  if (header.trim() !== '' && Number.isFinite(seconds)) return Math.max(0, seconds * 1000);
  const date = Date.parse(header);
  return Number.isNaN(date) ? null : Math.max(0, date - now);
}

/** Length of the whole file that a response tells of, in bytes; null when it does not, or counts packed bytes. */
export function wholeLength(response: HttpResponse): number | null {
  const { headers, status } = response;
  const [, total] = /\/(\d+)$/.exec(headers.get('content-range') ?? '') ?? [];
  if (total !== undefined) return Number(total);
  const length = headers.get('content-length');
  if (status !== 200 || length === null || headers.get('content-encoding') !== null) return null;
  return Number(length);
}

/** Whether bytes are the beginning of a web page, as login walls and error pages of file hosts are. */
export function isWebPage(start: Uint8Array): boolean {
  // Text is told from binary by its first bytes; those of no image or archive format begin like this.
  const text = String.fromCharCode(...start.subarray(0, 64))
    .trimStart()
    .toLowerCase();
  return /^(<!doctype html|<html|<head|<\?xml[^>]*><!doctype html)/.test(text);
}
