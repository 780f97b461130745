import type { ByteFile } from '../../data/byteFile.ts';
import { datasets, type DatasetEntry } from '../../data/datasets.ts';
import type { SourceFile } from '../../data/source.ts';

/** One row of each group that shares its files: CIFAR-100 has fine and coarse labels, Imagenette two sizes. */
export const fileSets: readonly DatasetEntry[] = datasets.filter(
  ({ embedded, sources }, i) => !embedded && datasets.findIndex((other) => other.sources === sources) === i,
);

/** Whether a set has public mirrors at all; the user's own images have none. */
export function hasMirrors({ sources }: DatasetEntry): boolean {
  return sources.some(({ files }) => files.every(({ mirrors }) => mirrors.length > 0));
}

/** Bytes of the first source that can be fetched; null where the table does not know them. */
export function knownBytes({ sources }: DatasetEntry): number | null {
  const files =
    sources.find((source) => source.files.every(({ mirrors }) => mirrors.length > 0))?.files ?? [];
  const known = files.flatMap(({ bytes }) => bytes ?? []);
  return known.length === files.length && known.length > 0
    ? known.reduce((sum, bytes) => sum + bytes, 0)
    : null;
}

/** What the table knows of a file, by its name. */
export function knownFile({ sources }: DatasetEntry, { name }: ByteFile): SourceFile | null {
  const isSame = ({ path, aliases = [] }: SourceFile) =>
    path.slice(path.lastIndexOf('/') + 1) === name || aliases.includes(name);
  return sources.flatMap(({ files }) => files).find(isSame) ?? null;
}
