import { findDataset } from '../../data/datasets.ts';
import { paperTable, tableDatasets, tableEpochs } from '../../train/reproduce/paperTable.ts';
import type { RunResult } from '../../train/reproduce/result.ts';
import type { TrainConfig } from '../../train/config.ts';
import type { LaneCurves } from '../store/curves.ts';
import type { RunState } from '../store/run.ts';

/** A run of the lab as it stands. */
export interface LabRun {
  readonly config: TrainConfig;
  readonly run: Pick<RunState, 'ready' | 'adapter' | 'seconds' | 'laneStops'>;
  readonly lanes: readonly Pick<LaneCurves, 'testSteps' | 'testLosses' | 'testAccuracies'>[];
  /** When it ended, ISO 8601. */
  readonly date: string;
}

/**
 * What a run of the lab adds to Table 1, one result for each lane, once it has come to its end: nothing unless its model,
 * data and length are those of the table. The epochs of a longer run do not count as shorter ones, since each of the paper's
 * runs has the whole cosine.
 */
export function labResults({ config, run, lanes, date }: LabRun): RunResult[] {
  const { ready, adapter, seconds, laneStops } = run;
  const isOfTable =
    config.model in paperTable &&
    tableDatasets.some((name) => name === config.dataset) &&
    tableEpochs.some((epochs) => epochs === config.epochs) &&
    config.steps === null;
  if (!ready || !isOfTable) return [];
  const { trainSize, testSize } = findDataset(config.dataset);
  // Files may hold fewer images than the data set has.
  const sizes = {
    trainSize: ready.trainSize < trainSize ? ready.trainSize : null,
    testSize: ready.testSize < testSize ? ready.testSize : null,
  };
  const { vendor = '', architecture = '', description = '' } = adapter ?? {};
  return config.lanes.flatMap((lane, index): RunResult[] => {
    const { testSteps, testLosses, testAccuracies } = lanes[index]!;
    const evaluations = Array.from(testSteps.values, (step, i) => ({
      step,
      accuracy: testAccuracies.at(i),
      loss: Number.isFinite(testLosses.at(i)) ? testLosses.at(i) : null,
    })).filter(({ step }) => Number.isFinite(step));
    const failure = laneStops.find((stop) => stop.lane === index)?.reason ?? null;
    const last = evaluations.at(-1);
    if (failure === null && last?.step !== ready.totalSteps) return [];
    return [
      {
        version: 1,
        config: { ...config, ...sizes, lanes: [lane] },
        adapter: [vendor, architecture, description].filter(Boolean).join(' ') || 'unnamed',
        date,
        seconds,
        evaluations,
        accuracy: failure === null ? last!.accuracy : null,
        failure,
        interruptions: 0,
      },
    ];
  });
}
