import { useEffect, useState } from 'react';
import { UserError } from '../../../util/assert.ts';
import type { TrainConfig } from '../../../train/config.ts';
import type { RunDescription } from '../../../train/describeRun.ts';
import { useConfig, useLab, useRun } from '../../context.ts';

/** How long the form must rest before its networks are described. */
const restMs = 200;

/** Settings that change what a run consists of and takes. */
const relevant = [
  'dataset',
  'model',
  'width',
  'depth',
  'layers',
  'lanes',
  'optimizer',
  'loss',
  'batchSize',
  'trainSize',
  'testSize',
] as const satisfies readonly (keyof TrainConfig)[];

/** A description and the form that it describes. */
export interface Described {
  readonly config: TrainConfig;
  readonly description: RunDescription | null;
  /** Why there is none: what in the form does not go together. */
  readonly problem: string | null;
}

/** A recorded run knows itself only: the page describes another form itself, without a device's limits. */
async function describeHere(config: TrainConfig): Promise<RunDescription> {
  const { describeRun } = await import('../../../train/describeRun.ts');
  return describeRun(config, null);
}

/** What the form asks for, described by the worker; the last description stays until the next one comes. */
export function useDescription(): Described | null {
  const { config: store, controller } = useLab();
  const key = useConfig(({ config }) => JSON.stringify(relevant.map((name) => config[name])));
  const runId = useRun((state) => state.runId);
  // Limits are known with the adapter; a worker that crashed is not woken up by this.
  const canAsk = useRun(({ adapter, hasCrashed }) => adapter !== null && !hasCrashed);
  const isReplay = useRun(({ replay }) => replay !== null);
  const [described, setDescribed] = useState<Described | null>(null);
  useEffect(() => {
    if (!canAsk || runId === 0) return;
    let isWanted = true;
    const timer = setTimeout(() => {
      const { config } = store.getState();
      const asked = controller.ask({ type: 'describe', config });
      const answer = isReplay ? asked.catch(() => describeHere(config)) : asked;
      answer.then(
        (description) => {
          if (isWanted) setDescribed({ config, description, problem: null });
        },
        (error: unknown) => {
          if (isWanted && error instanceof UserError)
            setDescribed({ config, description: null, problem: error.message });
        },
      );
    }, restMs);
    return () => {
      isWanted = false;
      clearTimeout(timer);
    };
  }, [store, controller, key, runId, canAsk, isReplay]);
  return described;
}
