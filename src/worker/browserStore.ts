import type { FileStore } from '../data/delivery/store.ts';
import { openCacheStore } from './cacheStore.ts';
import { openOpfsStore } from './opfsStore.ts';

/**
 * What this browser keeps data files in: its private file system, else its Cache; null where it has neither, as in some
 * private windows. The page may list and remove; to write takes a worker.
 */
export async function openBrowserStore(): Promise<FileStore | null> {
  for (const open of [openOpfsStore, openCacheStore])
    try {
      return await open();
    } catch {
      // The next one, or none.
    }
  return null;
}
