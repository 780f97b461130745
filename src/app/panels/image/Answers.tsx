import type { ReactNode } from 'react';
import { LaneMark } from '../../components/LaneMark.tsx';
import { useConfig, useImage, useRun } from '../../context.ts';
import { laneLook, laneTitles } from '../../lanes.ts';
import { laneName } from '../../../train/parse.ts';
import { percent, unknown } from '../../../util/format.ts';
import { useAnswers, type LaneAnswers } from './useAnswers.ts';
import { strings } from '../../strings.ts';

const text = strings.answers;

/** Classes listed at most; of more the likeliest are. */
const shownClasses = 10;

/** What each lane answers, and how sure it is of every class. */
export function Answers({ isInSight }: { isInSight: boolean }): ReactNode {
  const lanes = useConfig(({ config, running }) => (running ?? config).lanes);
  const classes = useRun(({ ready }) => ready?.classes ?? null);
  const label = useImage(({ image }) => image?.label ?? null);
  const answers = useAnswers(isInSight);
  const replay = useRun((state) => state.replay?.kind ?? null);
  if (!classes || !answers)
    return <p className="caption answers-empty">{replay ? text.notRecorded[replay] : text.waiting}</p>;
  const best = answers.map((lane) => lane && lane.indexOf(Math.max(...lane)));
  const shown = likeliest(answers, classes.length);
  return (
    <div className="answers">
      <ul className="verdicts">
        {laneTitles(lanes).map((title, i) => {
          const answer = best[i];
          const name = laneName(i);
          return (
            <li key={name}>
              <LaneMark lane={i} />
              <b>{name}</b>{' '}
              <span className="verdict-lane" title={title}>
                {title}
              </span>
              <span className="verdict" role="status" aria-label={text.answer(name)} aria-live="off">
                {answer === null ? text.stopped : (classes[answer ?? -1] ?? unknown)}
              </span>
              {answer != null && label !== null && (
                <span className="mark" data-right={classes[answer] === label}>
                  {classes[answer] === label ? `✓ ${text.right}` : `✗ ${text.wrong}`}
                </span>
              )}
            </li>
          );
        })}
      </ul>
      <table className="probabilities" aria-label={text.table}>
        <thead className="visually-hidden">
          <tr>
            <th scope="col">{text.class}</th>
            {lanes.map((_, i) => (
              <th key={i} scope="col">
                {laneName(i)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {shown.map((k) => (
            <tr key={k} data-true={classes[k] === label}>
              <th scope="row">{classes[k]}</th>
              {lanes.map((_, i) => (
                <td key={i} style={{ width: `${90 / lanes.length}%` }}>
                  <Bar lane={i} share={answers[i]?.[k] ?? null} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Bar({ lane, share }: { lane: number; share: number | null }): ReactNode {
  return (
    <span className="bar" title={share === null ? unknown : percent(share)}>
      <span style={{ width: `${100 * (share ?? 0)}%`, background: laneLook(lane).color }} />
      <span className="visually-hidden">{share === null ? unknown : percent(share)}</span>
    </span>
  );
}

/** Indices of the classes to list: all of a few, in their order; else those that any lane thinks likeliest. */
function likeliest(answers: LaneAnswers, classes: number): number[] {
  const all = Array.from({ length: classes }, (_, k) => k);
  if (classes <= shownClasses) return all;
  const highest = (k: number) => Math.max(...answers.map((lane) => lane?.[k] ?? 0));
  return all.sort((a, b) => highest(b) - highest(a)).slice(0, shownClasses);
}
