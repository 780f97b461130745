import { useState } from 'react';
import type { DroppedFile } from '../../data/droppedFiles.ts';
import type { RunResult } from '../../train/reproduce/result.ts';
import { chosenFiles } from '../datasets/droppedEntries.ts';
import { useDroppedFiles } from '../datasets/useDroppedFiles.ts';
import { pageStorage } from '../storage.ts';
import { reproduceStrings as text } from '../reproduceStrings.ts';
import { strings } from '../strings.ts';
import { loadOwnRuns, mergeRuns, readResults, runKey, saveOwnRuns } from './ownRuns.ts';

export interface OwnRuns {
  readonly runs: readonly RunResult[];
  /** What came of the last files, and what is wrong with them. */
  readonly messages: readonly string[];
  readonly choose: (list: FileList) => void;
  readonly remove: (run: RunResult) => void;
}

/** The visitor's runs, kept in the browser; files dropped anywhere on the page add to them. */
export function useOwnRuns(): OwnRuns {
  const [kept] = useState(() => loadOwnRuns(pageStorage()));
  const [runs, setRuns] = useState(kept.runs);
  const [messages, setMessages] = useState<readonly string[]>(kept.problem === null ? [] : [kept.problem]);

  const keep = (next: readonly RunResult[], said: readonly string[]) => {
    setRuns(next);
    const isKept = saveOwnRuns(next, pageStorage());
    setMessages(isKept ? said : [...said, text.notKept]);
  };
  const take = async (files: readonly DroppedFile[]) => {
    const read = await readResults(files.map(({ path, blob }) => ({ path, text: () => textOf(blob) })));
    const next = mergeRuns(runs, read.runs);
    keep(next, [...(read.runs.length > 0 ? [text.opened(read.runs.length)] : []), ...read.problems]);
  };
  const fail = (error: unknown) => setMessages([strings.data.unreadableDrop(String(error))]);

  useDroppedFiles(take, fail);

  return {
    runs,
    messages,
    choose: (list) => void take(chosenFiles(list)).catch(fail),
    remove: (run) =>
      keep(
        runs.filter((other) => runKey(other) !== runKey(run)),
        [text.removed],
      ),
  };
}

async function textOf(blob: DroppedFile['blob']): Promise<string> {
  return new TextDecoder().decode(await blob.slice(0, blob.size).arrayBuffer());
}
