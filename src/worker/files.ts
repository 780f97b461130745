import { UserError } from '../util/assert.ts';
import { memoryFile } from '../data/byteFile.ts';
import type { FilePlace } from '../data/openSources.ts';

export type Files = Readonly<Record<string, ArrayBuffer>>;

/**
 * The files of the page: one dropped on it, by the last part of its name, else `/data/<path>` of the server;
 * null when neither is there. A server that answers a missing file with its page counts as one that has none.
 */
export function pagePlace(files: Files, request: typeof fetch = fetch): FilePlace {
  const byName = new Map(Object.entries(files).map(([name, bytes]) => [lastPart(name), bytes]));
  const find: FilePlace['find'] = async (path) => {
    const dropped = byName.get(lastPart(path));
    if (dropped) return memoryFile(lastPart(path), dropped);
    const address = `/data/${path}`;
    const response = await request(address).catch((error: unknown) => {
      throw new UserError(
        `${address} could not be fetched (${String(error)}). Start the server again, or drop the file on the page.`,
      );
    });
    if (response.status === 404 || (response.headers.get('content-type') ?? '').includes('text/html'))
      return null;
    if (!response.ok)
      throw new UserError(
        `The server answered ${response.status} for ${address}. Drop the file on the page instead.`,
      );
    return memoryFile(lastPart(path), await response.arrayBuffer());
  };
  return { find, list: () => Promise.resolve([]) };
}

function lastPart(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
