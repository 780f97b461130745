import type { ReactNode } from 'react';
import { useCurvesVersion, useLab, useRun } from '../context.ts';
import { laneName } from '../../train/parse.ts';
import { percent } from '../../util/format.ts';
import type { RunState } from '../store/run.ts';
import type { Curves } from '../store/curves.ts';
import { strings } from '../strings.ts';

const text = strings.announcer;

/**
 * The one live region. Its text changes when the run is halted or ends or a lane stops, and at most once an epoch when
 * the test set has been evaluated; everything else can be read when wanted.
 */
export function Announcer(): ReactNode {
  const { curves } = useLab();
  useCurvesVersion();
  const status = useRun((state) => state.status);
  const stepsPerEpoch = useRun(({ ready }) => ready?.stepsPerEpoch ?? null);
  const laneStops = useRun((state) => state.laneStops);
  const step = useRun((state) => (state.status === 'paused' ? state.step : 0));
  const goal = useRun((state) => state.goal);
  return (
    <div className="visually-hidden" aria-live="polite">
      {announce(curves, { status, stepsPerEpoch, laneStops, step, goal }).map((sentence) => (
        <p key={sentence}>{sentence}</p>
      ))}
    </div>
  );
}

interface Facts extends Pick<RunState, 'status' | 'laneStops' | 'step' | 'goal'> {
  readonly stepsPerEpoch: number | null;
}

/** What is worth saying now, a sentence each, so that none is spoken again when another comes. */
export function announce(
  curves: Pick<Curves, 'evaluatedSteps' | 'lanes' | 'isFlagged'>,
  { status, stepsPerEpoch, laneStops, step, goal }: Facts,
): readonly string[] {
  const { evaluatedSteps, lanes } = curves;
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
  for (const stop of laneStops) parts.push(text.stopped(laneName(stop.lane), stop.step));
  if (status === 'paused') {
    if (goal !== null) parts.push(strings.notices.goal(goal));
    // Who takes single steps hears nothing of every rest in between.
    else if (curves.isFlagged({ step, text: strings.flags.paused })) parts.push(text.paused(step));
  }
  if (status === 'finished') parts.push(text.finished);
  if (status === 'lost') parts.push(text.lost);
  return parts;
}
