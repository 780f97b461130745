import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Answers one request; `count` is the number of earlier requests for the same path. */
export type Answer = (
  request: IncomingMessage,
  response: ServerResponse,
  count: number,
) => void | Promise<void>;

export interface DataServer {
  /** `http://127.0.0.1:PORT`, without a slash at the end. */
  readonly origin: string;
  /** `GET /path [bytes=a-b]` of every request so far. */
  readonly requests: readonly string[];
  answer(path: string, answer: Answer): void;
  close(): Promise<void>;
}

/** An HTTP server on this machine that behaves as badly as it is told; pages of any origin may read from it. */
export async function startDataServer(): Promise<DataServer> {
  const answers = new Map<string, Answer>();
  const counts = new Map<string, number>();
  const requests: string[] = [];
  const server: Server = createServer((request, response) => {
    const path = decodeURIComponent((request.url ?? '').split('?')[0]!);
    const count = counts.get(path) ?? 0;
    counts.set(path, count + 1);
    requests.push(`${request.method} ${path}${request.headers.range ? ` ${request.headers.range}` : ''}`);
    response.setHeader('access-control-allow-origin', '*');
    response.setHeader('cache-control', 'no-store');
    const answer = answers.get(path);
    if (answer) void answer(request, response, count);
    else response.writeHead(404).end('no such file');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    requests,
    answer: (path, answer) => void answers.set(path, answer),
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

export interface ServeOptions {
  /** Breaks the connection after so many bytes of the answer. */
  readonly breakAfter?: number;
  /** Sends so many bytes and then nothing more. */
  readonly stallAfter?: number;
  /** Milliseconds between two pieces of `pieceBytes`. */
  readonly pauseMs?: number;
  readonly pieceBytes?: number;
  /** Sends so many bytes and the rest when the promise settles. */
  readonly holdAfter?: { readonly bytes: number; readonly until: Promise<unknown> };
  /** Knows nothing of ranges, as simple servers. */
  readonly ignoresRanges?: boolean;
}

/** Sends `bytes`, or the range asked for. */
export function serve(bytes: Uint8Array, options: ServeOptions = {}): Answer {
  const {
    breakAfter,
    stallAfter,
    pauseMs = 0,
    pieceBytes = Infinity,
    holdAfter,
    ignoresRanges = false,
  } = options;
  return async ({ headers }, response) => {
    const [, from, to] = /^bytes=(\d+)-(\d*)$/.exec(headers.range ?? '') ?? [];
    const isRange = from !== undefined && !ignoresRanges;
    const start = isRange ? Number(from) : 0;
    const end = isRange && to !== '' ? Math.min(bytes.length, Number(to) + 1) : bytes.length;
    if (isRange && start >= bytes.length) {
      response.writeHead(416, { 'content-range': `bytes */${bytes.length}` }).end();
      return;
    }
    response.writeHead(isRange ? 206 : 200, {
      'content-type': 'application/octet-stream',
      'content-length': end - start,
      ...(isRange && { 'content-range': `bytes ${start}-${end - 1}/${bytes.length}` }),
    });
    const limit = Math.min(end, start + Math.min(breakAfter ?? Infinity, stallAfter ?? Infinity));
    for (let at = start; at < limit && !response.destroyed; at += pieceBytes) {
      response.write(bytes.subarray(at, Math.min(limit, at + pieceBytes)));
      if (holdAfter && at + pieceBytes >= holdAfter.bytes) await holdAfter.until;
      if (pauseMs > 0) await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
    if (breakAfter !== undefined && limit < end) {
      // What was written must leave first.
      setTimeout(() => response.destroy(), 20);
      return;
    }
    if (stallAfter === undefined || limit === end) response.end();
  };
}
