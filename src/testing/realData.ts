import { existsSync } from 'node:fs';

/** Folder of the real sets, where a copy of them lies beside the repository: not everywhere, as they are 30 MB. */
export const realData: string | null =
  ['../shared/data', '../../shared/data'].find((path) => existsSync(path)) ?? null;
