import type { ReactNode } from 'react';
import { laneName } from '../../../train/parse.ts';
import { LaneMark } from '../../components/LaneMark.tsx';
import { useConfig } from '../../context.ts';
import { laneTitle } from '../../lanes.ts';
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
  const configs = useConfig(({ config, running }) => (running ?? config).lanes);
  return (
    <div className="inside-lanes">
      {lanes.map((look, lane) => (
        <section key={lane} className="inside-lane" aria-label={laneName(lane)}>
          <h3>
            <LaneMark lane={lane} /> {laneName(lane)}{' '}
            <span className="caption">{configs[lane] ? laneTitle(configs[lane]) : ''}</span>
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

/** When the look was taken, and how often the next ones come. */
export function Looked({ step, intervalMs }: { step: number; intervalMs: number }): ReactNode {
  return (
    <span className="inside-looked caption">
      {text.looked(step, (intervalMs / 1000).toFixed(intervalMs < 9950 ? 1 : 0))}
    </span>
  );
}
