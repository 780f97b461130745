import type { Mirror, SourceFile } from '../../../data/source.ts';
import { dataFolders } from '../../../worker/dataFolders.ts';

/** Where a file is asked for, first to last; a whole folder of images cannot be. */
export function addressesOf({ path, mirrors }: SourceFile, own: readonly string[]): readonly Mirror[] {
  if (path.endsWith('/')) return mirrors;
  return [...dataFolders(own).map((folder) => ({ address: `${folder}/${path}`, isOpen: true })), ...mirrors];
}
