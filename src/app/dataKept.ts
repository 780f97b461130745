import type { FileProgress } from '../data/delivery/deliver.ts';
import type { StoredFile } from '../data/delivery/store.ts';
import type { ViewStore } from './store/view.ts';

/** `made`: on the spot, and needs no keeping. `own`: given by the user, for this visit. */
export type DataKept = 'made' | 'own' | 'loading' | 'cached' | 'notCached';

interface Known {
  /** The images are made by a rule, not loaded. */
  readonly isMade: boolean;
  /** The user gave the files. */
  readonly isOwn: boolean;
  /** How far the files of the data set are. */
  readonly files: readonly Pick<FileProgress, 'key' | 'state'>[];
  /** Keys of the whole files that this browser keeps; null as long as nobody has looked. */
  readonly stored: readonly string[] | null;
}

/** Whether the next visit finds the data set in this browser; null as long as that is not known. */
export function dataKept({ isMade, isOwn, files, stored }: Known): DataKept | null {
  if (isMade) return 'made';
  if (isOwn) return 'own';
  if (files.length === 0 || files.some(({ state }) => state === 'failed')) return null;
  if (!areWhole(files)) return 'loading';
  if (!stored) return null;
  return files.every(({ key }) => stored.includes(key)) ? 'cached' : 'notCached';
}

/** Whether a data set has come to its last byte, so that what is kept of it can be looked up. */
export function areWhole(files: Known['files']): boolean {
  return files.length > 0 && files.every(({ state }) => state === 'whole');
}

/** Looks up what this browser keeps. */
export async function lookForStoredFiles(view: ViewStore): Promise<void> {
  const { openBrowserStore } = await import('../worker/browserStore.ts');
  const files = (await (await openBrowserStore())?.list()) ?? [];
  view.setState({ storedFiles: wholeKeys(files) });
}

/** The files of a store that are whole. */
export function wholeKeys(files: readonly StoredFile[]): readonly string[] {
  return files.filter(({ isWhole }) => isWhole).map(({ key }) => key);
}
