import { StorageFullError, type FileStore, type StoredFile } from '../data/delivery/store.ts';

interface Entry {
  bytes: Uint8Array<ArrayBuffer>;
  address: string;
  isWhole: boolean;
}

/** A store of tests, which lasts as long as they do. `room` is in bytes. */
export function createMemoryStore(room = Infinity): FileStore {
  const entries = new Map<string, Entry>();
  const locks = new Map<string, Promise<unknown>>();
  const used = () => [...entries.values()].reduce((sum, { bytes }) => sum + bytes.length, 0);

  return {
    open(key) {
      const entry = entries.get(key);
      if (!entry?.isWhole) return Promise.resolve(null);
      const { bytes } = entry;
      return Promise.resolve({
        bytes: bytes.length,
        read: (start, end) => Promise.resolve(bytes.slice(start, end)),
      });
    },
    write(key, { address }) {
      const old = entries.get(key);
      const entry: Entry =
        old && !old.isWhole && old.address === address
          ? old
          : { bytes: new Uint8Array(0), address, isWhole: false };
      entries.set(key, entry);
      const append = (chunk: Uint8Array) => {
        if (used() + chunk.length > room) throw new StorageFullError(`no room for ${chunk.length} bytes`);
        const grown = new Uint8Array(entry.bytes.length + chunk.length);
        grown.set(entry.bytes);
        grown.set(chunk, entry.bytes.length);
        entry.bytes = grown;
      };
      return Promise.resolve({
        kept: entry.bytes.slice(),
        append,
        restart(content) {
          entry.bytes = new Uint8Array(0);
          append(content);
        },
        finish() {
          entry.isWhole = true;
          return Promise.resolve();
        },
        suspend: () => undefined,
        discard() {
          entries.delete(key);
          return Promise.resolve();
        },
      });
    },
    list: () =>
      Promise.resolve(
        [...entries].map(([key, { bytes, address, isWhole }]): StoredFile => ({
          key,
          bytes: bytes.length,
          address,
          isWhole,
        })),
      ),
    remove(key) {
      entries.delete(key);
      return Promise.resolve();
    },
    exclusively<T>(key: string, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
      const before = locks.get(key) ?? Promise.resolve();
      const result = before.then(() => {
        if (signal.aborted) throw signal.reason;
        return work();
      });
      locks.set(
        key,
        result.catch(() => undefined),
      );
      return result;
    },
  };
}
