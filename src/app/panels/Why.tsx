import { useMemo, type ReactNode } from 'react';
import { findLead } from '../charts/compare.ts';
import { lastFinite, smooth } from '../charts/smooth.ts';
import { Empty, Panel } from '../components/Panel.tsx';
import { useConfig, useCurvesVersion, useLab, useRun, useView } from '../context.ts';
import { notesOf, type Note } from '../notes.ts';
import { strings } from '../strings.ts';
import { laneName } from '../../train/parse.ts';
import './Why.css';

const text = strings.why;

/** What happened and why, each note with its evidence. */
export function Why(): ReactNode {
  const { curves, view } = useLab();
  const version = useCurvesVersion();
  const smoothing = useView((state) => state.smoothing);
  const running = useConfig((state) => state.running);
  const stops = useRun((state) => state.laneStops);
  const stepsPerEpoch = useRun(({ ready }) => ready?.stepsPerEpoch ?? NaN);
  const notes = useMemo((): Note[] => {
    const losses = curves.lanes.map((lane) => smooth(lane.losses.values, smoothing));
    const lanes = curves.lanes.map((lane, i) => ({
      name: laneName(i),
      normalization: running?.lanes[i]?.normalization ?? 'none',
      learningRate: running?.lanes[i]?.learningRate ?? running?.learningRate ?? NaN,
      steps: lane.losses.length,
      msPerStep: lane.msPerStep,
      trainAccuracy: lastFinite(smooth(lane.accuracies.values, smoothing)).value,
      testAccuracy: lane.testAccuracies.at(lane.testAccuracies.length - 1),
      stoppedAt: stops.find((stop) => stop.lane === i)?.step ?? null,
    }));
    const lead = findLead(lanes.map((lane, i) => ({ ...lane, losses: losses[i]! })));
    // `version` stands for the contents of `curves`.
    return version < 0 ? [] : notesOf(lanes, lead, stepsPerEpoch);
  }, [curves, version, smoothing, running, stops, stepsPerEpoch]);
  return (
    <Panel title={text.title} className="why">
      {notes.length === 0 ? (
        <Empty>{text.empty}</Empty>
      ) : (
        <ul className="notes">
          {notes.map(({ text: sentence, evidence }) => (
            <li key={sentence}>
              {sentence}{' '}
              <button
                type="button"
                className="link-button"
                onClick={() =>
                  view.setState('tab' in evidence ? { insideTab: evidence.tab } : { axis: evidence.axis })
                }
              >
                {'tab' in evidence
                  ? text.see(strings.inside.titles[evidence.tab])
                  : text.see(strings.comparison.over[evidence.axis])}
              </button>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}
