/**
 * The few globals that browsers, workers and Node 20 share. Floors 0-3 are type-checked without DOM and
 * without Node types, so whatever they use of the platform is written down here.
 */
declare const performance: { now(): number };
declare function setTimeout(callback: () => void, ms?: number): number;
declare function clearTimeout(timer: number | undefined): void;

declare function btoa(bytes: string): string;
declare function atob(base64: string): string;

declare class TextEncoder {
  encode(text: string): Uint8Array<ArrayBuffer>;
}
declare class TextDecoder {
  constructor(label?: string, options?: { fatal?: boolean });
  decode(bytes: ArrayBufferView | ArrayBuffer): string;
}

declare class ReadableStream<T> {
  constructor(source: {
    pull?: (controller: { enqueue(chunk: T): void; close(): void }) => Promise<void>;
    cancel?: (reason: unknown) => Promise<void>;
  });
  pipeThrough<U>(transform: { writable: unknown; readable: ReadableStream<U> }): ReadableStream<U>;
  getReader(): { read(): Promise<{ done: boolean; value?: T }>; cancel(reason?: unknown): Promise<void> };
}
declare class DecompressionStream {
  constructor(format: 'gzip' | 'deflate' | 'deflate-raw');
  readonly writable: unknown;
  readonly readable: ReadableStream<Uint8Array<ArrayBuffer>>;
}
declare class AbortSignal {
  readonly aborted: boolean;
  readonly reason: unknown;
  addEventListener(type: 'abort', listener: () => void): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}
declare class AbortController {
  readonly signal: AbortSignal;
  abort(reason?: unknown): void;
}
declare const crypto: {
  readonly subtle: { digest(algorithm: 'SHA-256', bytes: ArrayBufferView): Promise<ArrayBuffer> };
};
