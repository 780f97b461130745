import type { ReactNode } from 'react';
import { significant } from '../../../util/format.ts';
import { strings } from '../../strings.ts';

const text = strings.looks;

type Place = readonly [channel: number, tap: number];

/** The two taps that a cell of a matrix relates, drawn in their patch, and the cell's values before and after. */
export function TapPair({
  side,
  first,
  second,
  values,
}: {
  side: number;
  first: Place;
  second: Place;
  values: readonly number[];
}): ReactNode {
  return (
    <p className="tap-pair" aria-live="polite">
      {side > 1 && (
        <svg viewBox={`0 0 ${side} ${side}`} width={30} height={30} aria-hidden="true">
          {Array.from({ length: side * side }, (_, tap) => (
            <rect
              key={tap}
              x={(tap % side) + 0.06}
              y={Math.floor(tap / side) + 0.06}
              width={0.88}
              height={0.88}
              className={tap === first[1] ? 'is-first' : tap === second[1] ? 'is-second' : ''}
            />
          ))}
        </svg>
      )}
      <span>
        {text.covariance.place(first, side)} {text.covariance.with} {text.covariance.place(second, side)}:{' '}
        <b>{values.map((value) => significant(value)).join(' → ')}</b>
      </span>
    </p>
  );
}
