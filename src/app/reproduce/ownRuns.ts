import { parseResult, type RunResult } from '../../train/reproduce/result.ts';
import { runName } from '../../train/reproduce/request.ts';
import { cellOf } from '../../train/reproduce/table.ts';
import { UserError } from '../../util/assert.ts';
import { strings } from '../strings.ts';

const key = 'deconv-lab runs';

type Store = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'> | null;

/** The visitor's runs as kept at earlier visits; what cannot be read any more is left out. */
export function loadOwnRuns(store: Store): RunResult[] {
  try {
    const kept: unknown = JSON.parse(store?.getItem(key) ?? '[]');
    return Array.isArray(kept) ? kept.flatMap(readKept) : [];
  } catch {
    return [];
  }
}

function readKept(value: unknown): RunResult[] {
  try {
    return [parseResult(value, key)];
  } catch {
    return [];
  }
}

/** Keeps the runs for later visits; returns whether the browser could. */
export function saveOwnRuns(runs: readonly RunResult[], store: Store): boolean {
  try {
    if (runs.length === 0) store?.removeItem(key);
    else store?.setItem(key, JSON.stringify(runs));
    return store !== null;
  } catch {
    return false;
  }
}

/** What tells one run from another: the same file opened twice is one run. */
export const runKey = (run: RunResult) => [nameOf(run), cellOf(run).settings, run.date].join(' ');

export const nameOf = (run: RunResult) => runName(cellOf(run), run.config.seed);

/** Old runs and new ones, each once. */
export function mergeRuns(before: readonly RunResult[], added: readonly RunResult[]): RunResult[] {
  return [...new Map([...before, ...added].map((run) => [runKey(run), run])).values()];
}

interface NamedText {
  readonly path: string;
  readonly text: () => Promise<string>;
}

/** The results among files, such as those of a folder that `npm run reproduce` wrote, and a sentence for each that is none. */
export async function readResults(
  files: readonly NamedText[],
): Promise<{ readonly runs: readonly RunResult[]; readonly problems: readonly string[] }> {
  // The folder also holds the table and states of runs.
  const candidates = files.filter(({ path }) => path.endsWith('.json'));
  if (candidates.length === 0) return { runs: [], problems: [strings.reproduce.noResults] };
  const runs: RunResult[] = [];
  const problems: string[] = [];
  for (const { path, text } of candidates) {
    try {
      runs.push(parseResult(JSON.parse(await text()), path));
    } catch (error) {
      problems.push(error instanceof UserError ? error.message : strings.reproduce.unreadable(path));
    }
  }
  return { runs, problems };
}
