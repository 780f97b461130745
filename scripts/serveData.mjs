// Serves a folder of data sets under /data/, for Vite's development and preview servers.
import { createReadStream, rmSync, statSync } from 'node:fs';
import { extname, join, resolve, sep } from 'node:path';

/** @type {Record<string, string>} */
const types = {
  '.gz': 'application/gzip',
  '.json': 'application/json',
  '.txt': 'text/plain; charset=utf-8',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.webp': 'image/webp',
};

/**
 * The file an address below /data/ stands for, or null: nothing outside the folder, no hidden file.
 *
 * @param {string} folder
 * @param {string} path As in the address, percent-encoded.
 * @returns {string | null}
 */
export function dataFile(folder, path) {
  let decoded;
  try {
    decoded = decodeURIComponent(path);
  } catch {
    return null;
  }
  const parts = decoded.split(/[\\/]/).filter(Boolean);
  if (decoded.includes('\0') || parts.length === 0 || parts.some((part) => part.startsWith('.'))) return null;
  const file = resolve(folder, ...parts);
  return file.startsWith(resolve(folder) + sep) ? file : null;
}

/**
 * Answers /data/ from `folder`. What is not there is a plain 404: were it the page, as servers of single-page
 * applications answer, a missing data set would look like a broken one.
 *
 * @param {string} folder
 * @returns {import('vite').Connect.NextHandleFunction}
 */
export function dataHandler(folder) {
  return (request, response, next) => {
    const [address = ''] = (request.url ?? '').split('?');
    if (!address.startsWith('/data/')) {
      next();
      return;
    }
    /** @param {number} status @param {string} text */
    const refuse = (status, text) => {
      response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' }).end(`${text}\n`);
    };
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      refuse(405, 'Only GET and HEAD.');
      return;
    }
    const file = dataFile(folder, address.slice('/data/'.length));
    const stats = file === null ? undefined : statSync(file, { throwIfNoEntry: false });
    if (file === null || !stats?.isFile()) {
      refuse(404, `No such data file: ${address}`);
      return;
    }
    const range = rangeOf(request.headers.range, stats.size);
    if (range === 'beyond') {
      response.writeHead(416, { 'content-range': `bytes */${stats.size}` }).end();
      return;
    }
    const { start, end } = range ?? { start: 0, end: stats.size };
    response.writeHead(range ? 206 : 200, {
      // No content-encoding, also for .gz: the page unpacks what the data set's authors packed.
      'content-type': types[extname(file).toLowerCase()] ?? 'application/octet-stream',
      'content-length': end - start,
      'accept-ranges': 'bytes',
      ...(range && { 'content-range': `bytes ${start}-${end - 1}/${stats.size}` }),
      'last-modified': stats.mtime.toUTCString(),
      'cache-control': 'no-cache',
      'x-content-type-options': 'nosniff',
    });
    if (request.method === 'HEAD' || end === start) {
      response.end();
      return;
    }
    createReadStream(file, { start, end: end - 1 })
      .on('error', () => response.destroy())
      .pipe(response);
  };
}

/**
 * What a single range `bytes=a-b` or `bytes=a-` asks for; null for anything else, which gets the whole file.
 *
 * @param {string | undefined} header
 * @param {number} size
 * @returns {{ start: number, end: number } | 'beyond' | null}
 */
function rangeOf(header, size) {
  const [, first, last] = /^bytes=(\d+)-(\d*)$/.exec(header ?? '') ?? [];
  if (first === undefined || (last !== '' && Number(last) < Number(first))) return null;
  if (Number(first) >= size) return 'beyond';
  return { start: Number(first), end: last === '' ? size : Math.min(size, Number(last) + 1) };
}

/**
 * @param {string} folder
 * @returns {import('vite').Plugin}
 */
export function serveData(folder) {
  let output = '';
  return {
    name: 'serve-data',
    configureServer: ({ middlewares }) => void middlewares.use(dataHandler(folder)),
    configurePreviewServer: ({ middlewares }) => void middlewares.use(dataHandler(folder)),
    configResolved: ({ root, build }) => void (output = resolve(root, build.outDir)),
    // A build contains the sets of public/data, but not the beginnings of interrupted downloads.
    closeBundle: () => rmSync(join(output, 'data', '.partial'), { recursive: true, force: true }),
  };
}
