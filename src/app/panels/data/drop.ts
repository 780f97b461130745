import { datasets } from '../../../data/datasets.ts';
import { guessDataset, missingFiles, type DroppedFile } from '../../../data/droppedFiles.ts';
import { strings } from '../../strings.ts';

const text = strings.data;

export interface Drop {
  readonly fresh: readonly DroppedFile[];
  /** Files that came before and are not a whole set yet; a part of one would only make the run fail. */
  readonly waiting: readonly DroppedFile[];
  /** The data set of the form, and whether it must stay. */
  readonly chosen: string;
  readonly isLocked: boolean;
}

/** A data set with all its files; else what to say, and the files that wait for the rest. */
export type Dropped =
  | { readonly dataset: string; readonly files: readonly DroppedFile[] }
  | { readonly message: string; readonly waiting: readonly DroppedFile[] };

/** What is to be done with dropped files. */
export function sortDrop({ fresh, waiting, chosen, isLocked }: Drop): Dropped {
  const dataset = guessDataset(pathsOf(fresh), chosen);
  if (dataset === null) return { message: text.unknownDrop(fresh[0]?.path ?? ''), waiting };
  if (isLocked && dataset !== chosen)
    return { message: text.lockedDrop(titleOf(dataset), titleOf(chosen)), waiting };
  const files = [...waiting.filter(({ path }) => !fresh.some((file) => file.path === path)), ...fresh];
  const missing = missingFiles(pathsOf(files), dataset);
  return missing.length > 0
    ? { message: text.missingDrop(titleOf(dataset), missing.join(', ')), waiting: files }
    : { dataset, files };
}

const pathsOf = (files: readonly DroppedFile[]) => files.map(({ path }) => path);

const titleOf = (name: string) => datasets.find((row) => row.name === name)?.title ?? name;
