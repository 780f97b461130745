import type { ReactNode } from 'react';
import { grouped, significant } from '../../../util/format.ts';
import { useConfig } from '../../context.ts';
import { signed } from '../../maps/colors.ts';
import { HeatMap } from '../../maps/HeatMap.tsx';
import { MapLegend } from '../../maps/MapLegend.tsx';
import { exploreStrings } from '../../exploreStrings.ts';
import { findRow } from '../../datasets/row.ts';
import { LinePlot } from '../../charts/LinePlot.tsx';
import { Asked } from './Asked.tsx';
import { useAnswer } from './useAnswer.ts';

const text = exploreStrings.statistics;
const shading = signed(1);

/** What the loaded images measure: mean and deviation beside the constants used, and how pixels and channels correlate. */
export function Statistics(): ReactNode {
  const row = useConfig(({ config, running }) => findRow((running ?? config).dataset));
  const { answer, failure } = useAnswer({ type: 'dataStatistics' });
  if (!answer) return <Asked failure={failure} />;
  const { count, mean, std, correlated, horizontal, vertical, channels } = answer;
  const names = mean.length === 1 ? [text.grey] : text.names;
  const points = (values: readonly number[]) => values.map((value, i) => [i + 1, value] as const);
  return (
    <div className="explore-statistics">
      <table className="explore-table">
        <caption>{text.channels(grouped(count))}</caption>
        <thead>
          <tr>
            <th rowSpan={2}>{text.channel}</th>
            <th colSpan={2}>{text.mean}</th>
            <th colSpan={2}>{text.std}</th>
          </tr>
          <tr>
            {[text.mean, text.std].flatMap((what) =>
              [text.measured, text.used].map((kind) => <th key={what + kind}>{kind}</th>),
            )}
          </tr>
        </thead>
        <tbody>
          {mean.map((value, c) => (
            <tr key={c}>
              <th scope="row">{names[c] ?? c}</th>
              <td>{significant(value)}</td>
              <td>{significant(row?.mean[c] ?? NaN)}</td>
              <td>{significant(std[c] ?? NaN)}</td>
              <td>{significant(row?.std[c] ?? NaN)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <div>
        <LinePlot
          title={text.neighbours(grouped(correlated))}
          xLabel={text.distance}
          target={0}
          lines={[
            { name: text.horizontal, lane: 0, points: points(horizontal) },
            { name: text.vertical, lane: 1, points: points(vertical) },
          ]}
        />
        <p className="caption">
          {text.next(significant(horizontal[0] ?? NaN), significant(vertical[0] ?? NaN))}
        </p>
      </div>
      {mean.length > 1 && (
        <figure className="explore-cross">
          <figcaption>{text.cross}</figcaption>
          <table className="explore-table">
            <thead>
              <tr>
                <td />
                {mean.map((_, c) => (
                  <th key={c}>{names[c] ?? c}</th>
                ))}
              </tr>
            </thead>
            <tbody>
              {mean.map((_, a) => (
                <tr key={a}>
                  <th scope="row">{names[a] ?? a}</th>
                  {mean.map((__, b) => (
                    <td key={b}>{significant(channels[a * mean.length + b] ?? NaN)}</td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
          <HeatMap
            values={channels}
            rows={mean.length}
            columns={mean.length}
            shading={shading}
            label={text.cross}
            width={84}
          />
          <MapLegend shading={shading} />
        </figure>
      )}
    </div>
  );
}
