import type { ReactNode } from 'react';
import { laneName } from '../../../train/parse.ts';
import { percent } from '../../../util/format.ts';
import { rowShares, worstConfusion } from './rates.ts';
import { strings } from '../../strings.ts';

const text = strings.confusion;

/** The matrices in words: how much of each class is recognised, and the confusion to speak of. */
export function ConfusionTable({
  classes,
  counts,
}: {
  classes: readonly string[];
  /** By lane, [classes, classes]; null for a stopped lane. */
  counts: readonly (Uint32Array | null)[];
}): ReactNode {
  const rates = counts.map((lane) => lane && rowShares(lane, classes.length));
  return (
    <div className="confusion-table" role="group" aria-label={text.recognisedShares} tabIndex={0}>
      <table>
        <thead>
          <tr>
            <th scope="col">{text.class}</th>
            {counts.map((_, i) => (
              <th key={i} scope="col">
                {laneName(i)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {classes.map((name, k) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              {rates.map((lane, i) => (
                <td key={i}>{percent(lane?.[k * classes.length + k] ?? NaN)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <ul className="caption">
        {counts.map((lane, i) => {
          const worst = lane && worstConfusion(lane, classes.length);
          return (
            <li key={i}>
              <b>{laneName(i)}</b>{' '}
              {worst ? text.worst(classes[worst.row]!, classes[worst.column]!, worst.count) : text.none}
            </li>
          );
        })}
      </ul>
    </div>
  );
}
