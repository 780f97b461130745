import { useId, type ReactNode } from 'react';
import { LaneMark } from '../components/LaneMark.tsx';
import { useConfig, useRun } from '../context.ts';
import { laneTitle } from '../lanes.ts';
import { strings } from '../strings.ts';
import { stepParts, type StepSplit as Split } from '../../train/events.ts';
import { laneName } from '../../train/parse.ts';
import { grouped, significant, unknown } from '../../util/format.ts';
import './StepSplit.css';

const text = strings.topBar.split;

/** Data, forward, backward and optimizer as shares of a step's time: a slim bar for each network, and their numbers on a press. */
export function StepSplit(): ReactNode {
  const split = useRun((state) => state.split);
  const lanes = useConfig(({ config, running }) => (running ?? config).lanes);
  const id = useId();
  if (!split) return null;
  const measured = split.lanes.map((ms, index) => ({ ms, name: laneName(index), lane: lanes[index] }));
  return (
    <>
      <button
        type="button"
        className="split-button"
        aria-label={text.title}
        title={text.title}
        popoverTarget={id}
      >
        {measured.map(({ ms, name }) => (
          <Bar key={name} ms={ms} />
        ))}
      </button>
      <div id={id} className="split-details" popover="auto" role="dialog" aria-label={text.title}>
        <h2>{text.title}</h2>
        {measured.map(({ ms, name, lane }, index) => (
          <div key={name} className="split-lane">
            <span>
              <LaneMark lane={index} /> <b>{name}</b> {lane && laneTitle(lane)}
            </span>
            <span className="value">{text.ms(ms ? significant(sum(ms)) : unknown)}</span>
            <div role="img" aria-label={text.lane(name, describe(ms))}>
              <Bar ms={ms} />
            </div>
            <ul aria-hidden="true">
              {stepParts.map((part) => (
                <li key={part} data-part={part}>
                  {text.parts[part]} <b>{ms ? share(ms, part) : unknown}</b>
                </li>
              ))}
            </ul>
          </div>
        ))}
        <p className="caption">
          {text.by[split.by](grouped(split.step))} {text.dataHelp}
        </p>
      </div>
    </>
  );
}

function Bar({ ms }: { ms: Split | null }): ReactNode {
  return (
    <span className="split-bar">
      {stepParts.map((part) => (
        <i key={part} data-part={part} style={{ flexGrow: ms?.[part] ?? 0 }} />
      ))}
    </span>
  );
}

function sum(ms: Split): number {
  return stepParts.reduce((total, part) => total + ms[part], 0);
}

function share(ms: Split, part: keyof Split): string {
  const hundredths = (100 * ms[part]) / sum(ms);
  return `${hundredths > 0 && hundredths < 1 ? '<1' : hundredths.toFixed(0)} %`;
}

function describe(ms: Split | null): string {
  return ms ? stepParts.map((part) => text.share(text.parts[part], share(ms, part))).join(', ') : unknown;
}
