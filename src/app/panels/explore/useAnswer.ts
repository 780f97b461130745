import { useEffect, useState } from 'react';
import type { AnswerTo, QuestionOf } from '../../../train/questions.ts';
import { useLab, useRun } from '../../context.ts';

type Asked = 'classImages' | 'imageViews' | 'dataStatistics';

export interface Answered<Type extends Asked> {
  /** The last answer, also while a newer one is under way; null before the first. */
  readonly answer: AnswerTo<Type> | null;
  readonly failure: string | null;
}

/** Asks the worker about the data as soon as there is some, and again when all of it has come. */
export function useAnswer<Type extends Asked>(question: QuestionOf<Type>): Answered<Type> {
  const { controller } = useLab();
  const runId = useRun((state) => state.runId);
  const isReady = useRun((state) => state.ready !== null);
  const isWhole = useRun(({ growth }) => growth === null || growth.count === growth.total);
  const [state, setState] = useState<Answered<Type>>({ answer: null, failure: null });
  const key = JSON.stringify(question);
  useEffect(() => {
    if (!isReady) return;
    let isWanted = true;
    controller.ask<Type>(JSON.parse(key) as QuestionOf<Type>).then(
      (answer) => isWanted && setState({ answer, failure: null }),
      (error: unknown) =>
        isWanted &&
        setState((old) => ({ ...old, failure: error instanceof Error ? error.message : String(error) })),
    );
    return () => {
      isWanted = false;
    };
  }, [controller, key, runId, isReady, isWhole]);
  return state;
}
