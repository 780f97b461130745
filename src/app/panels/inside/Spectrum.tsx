import type { ReactNode } from 'react';
import type { SpectrumLine, SpectrumLook } from '../../../train/probes/probe.ts';
import { laneName } from '../../../train/parse.ts';
import { significant } from '../../../util/format.ts';
import { LaneMark } from '../../components/LaneMark.tsx';
import { LaneViews, Looked, Numbers, Waiting } from './LaneViews.tsx';
import { LinePlot, type PlotLine } from '../../charts/LinePlot.tsx';
import { SpectrumBars } from './SpectrumBars.tsx';
import { TableHead } from '../../components/TableHead.tsx';
import { strings } from '../../strings.ts';
import { looksStrings } from '../../looksStrings.ts';
import { useLayerRequest, useLook } from './useLook.ts';

const text = strings.looks;

const words = looksStrings.spectrum;

/** Eigenvalues of what the layer sees, before and after, with condition number and effective rank. */
export default function Spectrum({ layer }: { layer: number }): ReactNode {
  const look = useLook(useLayerRequest('spectrum', layer));
  if (!look) return <Waiting />;
  const lines = look.lanes.flatMap((lane, index) => (lane ? linesOf(lane, index) : []));
  const all = lines.flatMap(({ points }) => points.map(([, value]) => value)).filter((value) => value > 0);
  const range = { min: Math.min(...all), max: Math.max(...all) };
  return (
    <>
      <div className="inside-tools">
        <Looked {...look} />
      </div>
      <LaneViews
        lanes={look.lanes}
        view={(lane, index) => (
          <>
            <Numbers
              of={[
                [
                  text.condition,
                  `${significant(lane.before.condition)} → ${significant(lane.after.condition)}`,
                ],
                [
                  text.rank,
                  `${significant(lane.before.effectiveRank)} → ${significant(lane.after.effectiveRank)}${words.of(lane.before.values.length)}`,
                ],
              ]}
            />
            <div className="inside-pair">
              <SpectrumBars title={text.before} lane={index} values={lane.before.values} {...range} />
              <SpectrumBars
                title={text.after[lane.treatment]}
                lane={index}
                values={lane.after.values}
                {...range}
              />
            </div>
          </>
        )}
      />
      <div className="inside-plots">
        <LinePlot title={words.title} xLabel={words.x} lines={lines} isLogY />
        <table className="small-table" aria-label={words.summary}>
          <TableHead names={words.table} />
          <tbody>
            {look.lanes.flatMap((lane, index) =>
              lane
                ? (
                    [
                      [text.before, lane.before],
                      [text.after[lane.treatment], lane.after],
                    ] as const
                  ).map(([title, line]) => <Row key={`${index} ${title}`} {...{ index, title, line }} />)
                : [],
            )}
          </tbody>
        </table>
      </div>
    </>
  );
}

function Row({ index, title, line }: { index: number; title: string; line: SpectrumLine }): ReactNode {
  const { values, condition, effectiveRank } = line;
  return (
    <tr>
      <th scope="row">
        <LaneMark lane={index} /> {laneName(index)}
      </th>
      <td className="is-text">{title}</td>
      <td>{significant(values[0] ?? NaN)}</td>
      <td>{significant(values.at(-1) ?? NaN)}</td>
      <td>{significant(condition)}</td>
      <td>
        {significant(effectiveRank)}
        {words.of(values.length)}
      </td>
    </tr>
  );
}

function linesOf(lane: SpectrumLook, index: number): PlotLine[] {
  const points = ({ values }: SpectrumLine) => Array.from(values, (value, i) => [i + 1, value] as const);
  return [
    { name: `${laneName(index)} ${text.before}`, lane: index, points: points(lane.before), isFaint: true },
    { name: `${laneName(index)} ${text.after[lane.treatment]}`, lane: index, points: points(lane.after) },
  ];
}
