import type { ReactNode } from 'react';
import { significant } from '../../../util/format.ts';
import { strings } from '../../strings.ts';

const text = strings.looks;

export type Place = readonly [channel: number, tap: number];

/** The two taps in words. */
export function tapWords(first: Place, second: Place, side: number): string {
  return [first, second].map((place) => text.covariance.place(place, side)).join(` ${text.covariance.with} `);
}

/** Values before and after. */
export function valueWords(values: readonly number[]): string {
  return values.map((value) => significant(value)).join(' → ');
}

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
    <p className="tap-pair">
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
        {tapWords(first, second, side)}: <b>{valueWords(values)}</b>
      </span>
    </p>
  );
}
