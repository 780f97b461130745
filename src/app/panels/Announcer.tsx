import type { ReactNode } from 'react';
import { useCurvesVersion, useLab, useRun } from '../context.ts';
import { laneName } from '../../train/parse.ts';
import { percent } from '../../util/format.ts';
import type { RunState } from '../store/run.ts';
import type { Curves } from '../store/curves.ts';
import { strings } from '../strings.ts';

const text = strings.announcer;

/**
 * The one live region. Its text changes when the run ends or a lane stops, and at most once an epoch when the test
 * set has been evaluated; everything else can be read when wanted.
 */
export function Announcer(): ReactNode {
  const { curves } = useLab();
  useCurvesVersion();
  const status = useRun((state) => state.status);
  const stepsPerEpoch = useRun(({ ready }) => ready?.stepsPerEpoch ?? null);
  const laneStops = useRun((state) => state.laneStops);
  return (
    <div className="visually-hidden" aria-live="polite">
      {announce(curves, { status, stepsPerEpoch, laneStops })}
    </div>
  );
}

interface Facts extends Pick<RunState, 'status' | 'laneStops'> {
  readonly stepsPerEpoch: number | null;
}

/** What is worth saying now. The text stays the same until something of it changes. */
export function announce(
  { evaluatedSteps, lanes }: Pick<Curves, 'evaluatedSteps' | 'lanes'>,
  { status, stepsPerEpoch, laneStops }: Facts,
): string {
  const parts: string[] = [];
  if (stepsPerEpoch !== null) {
    // The first evaluation at or after each epoch's end is the one that is spoken.
    let spoken = -1;
    let epoch = 0;
    evaluatedSteps.forEach((step, i) => {
      const done = Math.floor(step / stepsPerEpoch);
      if (done > epoch) [epoch, spoken] = [done, i];
    });
    if (spoken >= 0) {
      const accuracies = lanes.map((lane, i) => `${laneName(i)} ${percent(lane.testAccuracies.at(spoken))}`);
      parts.push(text.epoch(epoch, accuracies.join(', ')));
    }
  }
  for (const { lane, step } of laneStops) parts.push(text.stopped(laneName(lane), step));
  if (status === 'finished') parts.push(text.finished);
  if (status === 'lost') parts.push(text.lost);
  return parts.join(' ');
}
