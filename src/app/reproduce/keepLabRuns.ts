import type { Lab } from '../context.ts';
import { pageStorage } from '../storage.ts';
import { labResults } from './labRuns.ts';
import { changeOwnRuns, mergeRuns } from './ownRuns.ts';

/** Keeps what the run that has just ended adds to Table 1, for the page `#reproduce`. */
export function keepLabRuns({ config, run, curves }: Lab): void {
  const { running } = config.getState();
  if (!running) return;
  const date = new Date().toISOString();
  const results = labResults({ config: running, run: run.getState(), lanes: curves.lanes, date });
  if (results.length > 0) changeOwnRuns(pageStorage(), (kept) => mergeRuns(kept, results));
}
