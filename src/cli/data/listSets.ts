import type { DatasetEntry } from '../../data/datasets.ts';
import type { FileStore } from '../../data/delivery/store.ts';
import { bytes } from '../../util/format.ts';
import { fileSets, hasMirrors, knownBytes } from './knownSets.ts';

/** A line for each set that can be brought: name, title, what of it is there, licence. */
export async function listSets(store: FileStore): Promise<string> {
  const stored = await store.list();
  const lines = fileSets.map((row) => {
    const own = stored.filter(({ key }) => key.startsWith(`${folderOf(row)}/`));
    const there = own.reduce((sum, file) => sum + file.bytes, 0);
    const size = knownBytes(row);
    const state =
      own.length > 0
        ? `${bytes(there)} here`
        : hasMirrors(row)
          ? `to fetch${size === null ? '' : `, ${bytes(size)}`}`
          : 'with --from DIR';
    return [row.name, row.title, state, `licence: ${row.licence}`];
  });
  const widths = [0, 1, 2].map((column) => Math.max(...lines.map((line) => line[column]!.length)));
  return lines.map((line) => `${line.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join('  ')}\n`).join('');
}

function folderOf({ sources }: DatasetEntry): string {
  return sources[0]!.files[0]!.path.split('/')[0]!;
}
