import type { ReactNode } from 'react';
import { useStore } from 'zustand';
import { laneName } from '../../../train/parse.ts';
import { LaneMark } from '../../components/LaneMark.tsx';
import { useConfig, useLab, useRun } from '../../context.ts';
import { laneTitles } from '../../lanes.ts';
import { strings } from '../../strings.ts';
import './inside.css';

const text = strings.looks;

/** One column for each lane, headed by its name; `view` draws what was seen there. */
export function LaneViews<Look>({
  lanes,
  view,
}: {
  lanes: readonly (Look | null)[];
  view: (look: Look, lane: number) => ReactNode;
}): ReactNode {
  const titles = laneTitles(useConfig(({ config, running }) => (running ?? config).lanes));
  return (
    <div className="inside-lanes">
      {lanes.map((look, lane) => (
        <section key={lane} className="inside-lane" aria-label={laneName(lane)}>
          <h3>
            <LaneMark lane={lane} /> {laneName(lane)} <span className="caption">{titles[lane]}</span>
          </h3>
          {look ? view(look, lane) : <p className="caption">{text.stopped}</p>}
        </section>
      ))}
    </div>
  );
}

/** Numbers with their names, as text that a screen reader reads in order. */
export function Numbers({ of }: { of: readonly (readonly [name: string, value: string])[] }): ReactNode {
  return (
    <dl className="inside-numbers">
      {of.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** Stands for a look that has not come; why none will come is said above all tabs. */
export function Waiting(): ReactNode {
  const { inside } = useLab();
  const hasFailed = useStore(inside, (state) => state.failure !== null);
  return hasFailed ? null : <p className="caption">{text.waiting}</p>;
}

/** When the look was taken, and how often the next ones come. */
export function Looked({ step, intervalMs }: { step: number; intervalMs: number }): ReactNode {
  // A look of the run at hand is never ahead of it.
  const isLater = useRun((state) => state.replay !== null && step > state.step);
  if (isLater) return <span className="inside-looked caption">{text.lookedLater(step)}</span>;
  return (
    <span className="inside-looked caption">
      {text.looked(step, (intervalMs / 1000).toFixed(intervalMs < 9950 ? 1 : 0))}
    </span>
  );
}
