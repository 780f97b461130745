import { useMemo, useState, type ReactNode } from 'react';
import { laneName } from '../../../train/parse.ts';
import { grouped, percent, unknown } from '../../../util/format.ts';
import { confusionsOf, rowShares } from './rates.ts';
import { strings } from '../../strings.ts';

const text = strings.confusion;

/** Confusions that are listed at first, and how many more at a time: a hundred classes have thousands. */
const listedAtFirst = 50;
const listedMore = 200;

interface Props {
  readonly classes: readonly string[];
  /** By lane, [classes, classes]; null for a stopped lane. */
  readonly counts: readonly (Uint32Array | null)[];
}

/** The matrices in words: how much of each class is recognised, and everything off the diagonal. */
export default function ConfusionTable(props: Props): ReactNode {
  return (
    // The region takes the focus so that arrow keys can scroll it.
    <div
      className="confusion-table"
      role="group"
      aria-label={strings.charts.inTable(text.title)}
      tabIndex={0}
    >
      <Recognised {...props} />
      <Confusions {...props} />
    </div>
  );
}

function Recognised({ classes, counts }: Props): ReactNode {
  const rates = counts.map((lane) => lane && rowShares(lane, classes.length));
  return (
    <table>
      <caption>{text.recognisedShares}</caption>
      <thead>
        <tr>
          <th scope="col">{text.class}</th>
          <LaneHeads count={counts.length} />
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
  );
}

function Confusions({ classes, counts }: Props): ReactNode {
  const [room, setRoom] = useState(listedAtFirst);
  const all = useMemo(() => confusionsOf(counts, classes.length), [counts, classes]);
  if (all.length === 0) return <p className="caption">{text.none}</p>;
  const shown = all.slice(0, room);
  return (
    <>
      <table>
        <caption>{text.confusions}</caption>
        <thead>
          <tr>
            <th scope="col">{text.class}</th>
            <th scope="col" className="is-text">
              {text.takenFor}
            </th>
            <LaneHeads count={counts.length} />
          </tr>
        </thead>
        <tbody>
          {shown.map(({ row, column, images }) => (
            <tr key={`${row} ${column}`}>
              <th scope="row">{classes[row]}</th>
              <td className="is-text">{classes[column]}</td>
              {images.map((count, i) => (
                <td key={i}>{count === null ? unknown : grouped(count)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {shown.length < all.length && (
        <p className="caption">
          {text.listed(grouped(shown.length), grouped(all.length))}{' '}
          <button type="button" className="plain-button" onClick={() => setRoom(room + listedMore)}>
            {text.more}
          </button>
        </p>
      )}
    </>
  );
}

function LaneHeads({ count }: { count: number }): ReactNode {
  return Array.from({ length: count }, (_, i) => (
    <th key={i} scope="col">
      {laneName(i)}
    </th>
  ));
}
