import { useEffect, useState } from 'react';
import type { DroppedFile } from '../../data/droppedFiles.ts';
import type { RunResult } from '../../train/reproduce/result.ts';
import { chosenFiles } from '../datasets/droppedEntries.ts';
import { useDroppedFiles } from '../datasets/useDroppedFiles.ts';
import { pageStorage } from '../storage.ts';
import { reproduceStrings as text } from '../reproduceStrings.ts';
import { strings } from '../strings.ts';
import { changeOwnRuns, loadOwnRuns, mergeRuns, ownRunsKey, readResults, runKey } from './ownRuns.ts';

export interface OwnRuns {
  readonly runs: readonly RunResult[];
  /** What came of the last files, and what is wrong with them. */
  readonly messages: readonly string[];
  readonly choose: (list: FileList) => void;
  readonly remove: (run: RunResult) => void;
}

/** The visitor's runs, kept in the browser for all of its tabs; files dropped anywhere on the page add to them. */
export function useOwnRuns(): OwnRuns {
  const [kept] = useState(() => loadOwnRuns(pageStorage()));
  const [own, setOwn] = useState({ runs: kept.runs, isKept: true });
  const [messages, setMessages] = useState<readonly string[]>(kept.problem === null ? [] : [kept.problem]);

  const keep = (change: (runs: readonly RunResult[]) => readonly RunResult[], said: readonly string[]) => {
    const next = changeOwnRuns(pageStorage(), (runs) => change(withUnkept(runs, own)));
    setOwn(next);
    setMessages(next.isKept ? said : [...said, text.notKept]);
  };
  const take = async (files: readonly DroppedFile[]) => {
    const read = await readResults(files.map(({ path, blob }) => ({ path, text: () => textOf(blob) })));
    const opened = read.runs.length > 0 ? [text.opened(read.runs.length)] : [];
    keep((runs) => mergeRuns(runs, read.runs), [...opened, ...read.problems]);
  };
  const fail = (error: unknown) => setMessages([strings.data.unreadableDrop(String(error))]);

  useDroppedFiles(take, fail);
  useEffect(() => {
    const follow = ({ key }: StorageEvent) => {
      if (key !== ownRunsKey && key !== null) return;
      const { runs } = loadOwnRuns(pageStorage());
      setOwn((before) => ({ ...before, runs: withUnkept(runs, before) }));
    };
    addEventListener('storage', follow);
    return () => removeEventListener('storage', follow);
  }, []);

  return {
    runs: own.runs,
    messages,
    choose: (list) => void take(chosenFiles(list)).catch(fail),
    remove: (run) => keep((runs) => runs.filter((other) => runKey(other) !== runKey(run)), [text.removed]),
  };
}

/** Kept runs, and those that the browser could not keep. */
function withUnkept(
  kept: readonly RunResult[],
  own: { readonly runs: readonly RunResult[]; readonly isKept: boolean },
): readonly RunResult[] {
  return own.isKept ? kept : mergeRuns(kept, own.runs);
}

async function textOf(blob: DroppedFile['blob']): Promise<string> {
  return new TextDecoder().decode(await blob.slice(0, blob.size).arrayBuffer());
}
