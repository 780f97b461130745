import type { DatasetEntry } from '../../data/datasets.ts';
import type { FileProgress } from '../../data/delivery/deliver.ts';
import { Deliveries } from '../../data/delivery/deliveries.ts';
import type { Patience } from '../../data/delivery/download.ts';
import type { FileStore } from '../../data/delivery/store.ts';
import type { OpenSource, SourceRequest } from '../../data/source.ts';

export interface FetchOptions {
  readonly store: FileStore;
  /** Addresses of folders to look in before the public mirrors. */
  readonly mirrors: readonly string[];
  readonly signal: AbortSignal;
  readonly patience?: Patience;
  readonly onProgress: (files: readonly FileProgress[]) => void;
  /** A mirror failed, or a download goes on: a sentence. */
  readonly onNotice: (notice: string) => void;
  /** Looks at a set all of whose files are there; throws a UserError for a damaged one. */
  readonly verify: (open: OpenSource) => Promise<void>;
}

/**
 * Brings a set into the store by the page's own way of fetching: what is kept already, then the named mirrors, then the
 * public ones, each after the failure of the one before; what turns out to be damaged is dropped and fetched elsewhere.
 *
 * @throws UserError that names each address with its fault, and the ways out.
 */
export async function fetchSet(
  row: DatasetEntry,
  { store, mirrors, signal, patience, onProgress, onNotice, verify }: FetchOptions,
): Promise<void> {
  const deliveries = new Deliveries({
    fetch: (address, options) => fetch(address, options),
    store,
    mustKeep: true,
    folders: mirrors.map((mirror) => mirror.replace(/\/+$/, '')),
    reachesClosed: true,
    dropped: null,
    ...(patience && { patience }),
    waysOut,
    onProgress,
    onNotice,
  });
  const cancel = () => deliveries.cancel();
  signal.addEventListener('abort', cancel);
  try {
    for (;;) {
      signal.throwIfAborted();
      const open = await deliveries.open(row);
      try {
        await deliveries.whole();
        await verify(open);
        return;
      } catch (error) {
        if (signal.aborted || !(await deliveries.refuse(error))) throw error;
      }
    }
  } finally {
    signal.removeEventListener('abort', cancel);
    // Whatever is still under way belongs to an attempt that was given up.
    deliveries.cancel();
  }
}

function waysOut({ name, sources }: SourceRequest): string {
  const files =
    sources[0]?.files.map(({ path }) => path.slice(path.lastIndexOf('/') + 1)).join(' and ') ?? '';
  return (
    `Name another server's folder of data sets with --mirror URL, or bring ${files} here by other means and import ` +
    `them: npm run data -- ${name} --from DIR`
  );
}
