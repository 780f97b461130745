import { StorageFullError, type FileStore } from '../data/delivery/store.ts';

const cacheName = 'data';
const prefix = '/data-store/';
const addressHeader = 'x-address';

/**
 * Data files in the browser's Cache, where there is no private file system. The Cache takes whole files only: what was
 * interrupted is fetched again.
 */
export async function openCacheStore(): Promise<FileStore> {
  const cache = await caches.open(cacheName);
  const urlOf = (key: string) => prefix + encodeURIComponent(key);
  return {
    async open(key) {
      const response = await cache.match(urlOf(key));
      if (!response) return null;
      const blob = await response.blob();
      return {
        bytes: blob.size,
        read: async (start, end) => new Uint8Array(await blob.slice(start, end).arrayBuffer()),
      };
    },
    write: (key, { address }) =>
      Promise.resolve({
        kept: new Uint8Array(0),
        append: () => undefined,
        restart: () => undefined,
        suspend: () => undefined,
        discard: () => Promise.resolve(),
        async finish(content) {
          const response = new Response(content, {
            headers: { [addressHeader]: encodeURIComponent(address) },
          });
          await cache.put(urlOf(key), response).catch((error: unknown) => {
            throw error instanceof DOMException && error.name === 'QuotaExceededError'
              ? new StorageFullError(error.message)
              : error;
          });
        },
      }),
    async list() {
      const requests = await cache.keys();
      const files = await Promise.all(
        requests.map(async (request) => {
          const response = await cache.match(request);
          const key = decodeURIComponent(new URL(request.url).pathname.slice(prefix.length));
          const address = response?.headers.get(addressHeader) ?? null;
          const bytes = (await response?.blob())?.size ?? 0;
          return { key, bytes, address: address && decodeURIComponent(address), isWhole: true };
        }),
      );
      return files.sort((a, b) => (a.key < b.key ? -1 : 1));
    },
    async remove(key) {
      await cache.delete(urlOf(key));
    },
    exclusively: (key, signal, work) => navigator.locks.request(`data ${key}`, { signal }, work),
  };
}
