import { parseResult, type RunResult } from '../../train/reproduce/result.ts';
import { runName } from '../../train/reproduce/request.ts';
import { cellOf } from '../../train/reproduce/table.ts';
import { UserError } from '../../util/assert.ts';
import { keepText, type TextStore } from '../storage.ts';
import { reproduceStrings } from '../reproduceStrings.ts';

export const ownRunsKey = 'deconv-lab runs';

/** The visitor's runs as kept at earlier visits, and a sentence when some cannot be read any more or none are kept. */
export function loadOwnRuns(store: TextStore | null): {
  readonly runs: readonly RunResult[];
  readonly problem: string | null;
} {
  if (!store) return { runs: [], problem: reproduceStrings.notKept };
  const broken = { runs: [], problem: reproduceStrings.unreadableKept };
  try {
    const kept: unknown = JSON.parse(store.getItem(ownRunsKey) ?? '[]');
    if (!Array.isArray(kept)) return broken;
    const runs = kept.flatMap(readKept);
    return runs.length < kept.length ? { ...broken, runs } : { runs, problem: null };
  } catch {
    return broken;
  }
}

function readKept(value: unknown): RunResult[] {
  try {
    return [parseResult(value, ownRunsKey)];
  } catch {
    return [];
  }
}

/**
 * Changes the runs that are kept for later visits, as they are now: another tab may have kept or removed some since this
 * one read them.
 */
export function changeOwnRuns(
  store: TextStore | null,
  change: (kept: readonly RunResult[]) => readonly RunResult[],
): { readonly runs: readonly RunResult[]; readonly isKept: boolean } {
  const runs = change(loadOwnRuns(store).runs);
  return { runs, isKept: saveOwnRuns(runs, store) };
}

/** Keeps the runs for later visits; returns whether the browser could. */
function saveOwnRuns(runs: readonly RunResult[], store: TextStore | null): boolean {
  return keepText(ownRunsKey, runs.length === 0 ? null : JSON.stringify(runs), store);
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
  if (candidates.length === 0) return { runs: [], problems: [reproduceStrings.noResults] };
  const runs: RunResult[] = [];
  const problems: string[] = [];
  for (const { path, text } of candidates) {
    try {
      runs.push(parseResult(JSON.parse(await text()), path));
    } catch (error) {
      problems.push(error instanceof UserError ? error.message : reproduceStrings.unreadable(path));
    }
  }
  return { runs, problems };
}
