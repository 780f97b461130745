import { Suspense, useMemo, useState, type ReactNode } from 'react';
import { lazily } from '../../components/lazily.tsx';
import { Empty, Panel } from '../../components/Panel.tsx';
import { useConfig, useRun } from '../../context.ts';
import { laneTitle } from '../../lanes.ts';
import { signed, unsigned } from '../../maps/colors.ts';
import { HeatMap, type Cell } from '../../maps/HeatMap.tsx';
import { MapFrame } from '../../maps/MapFrame.tsx';
import { MapLegend } from '../../maps/MapLegend.tsx';
import { sideOf } from '../../maps/side.ts';
import { laneName } from '../../../train/parse.ts';
import { percent, points } from '../../../util/format.ts';
import { differences, rowShares } from './rates.ts';
import { strings } from '../../strings.ts';
import './Confusion.css';

const ConfusionTable = lazily(() => import('./ConfusionTable.tsx'));

const text = strings.confusion;

/** Widest matrix beside two others in the right column, in CSS pixels; those of many classes stand below each other. */
const mapWidth = 100;
const rateShading = unsigned(1);
const differenceShading = signed(0.5);

/** Which class is taken for which: A, B and their difference, with one cross-hair. */
export function Confusion(): ReactNode {
  const evaluation = useRun((state) => state.evaluation);
  const classes = useRun(({ ready }) => ready?.classes ?? null);
  const lanes = useConfig(({ config, running }) => (running ?? config).lanes);
  const [marked, setMarked] = useState<Cell | null>(null);
  const [isTable, setIsTable] = useState(false);
  const counts = useMemo(() => evaluation?.lanes.map((lane) => lane?.confusion ?? null), [evaluation]);
  const maps = useMemo(() => {
    if (!evaluation || !classes) return null;
    const rates = evaluation.lanes.map((lane) => lane && rowShares(lane.confusion, classes.length));
    const [a, b] = rates;
    return { rates, difference: a && b ? differences(a, b) : null };
  }, [evaluation, classes]);

  const width = sideOf(classes?.length ?? 1, mapWidth);
  const shown = [
    ...(maps?.rates ?? []).flatMap((values, i) =>
      values
        ? [{ name: laneName(i), title: lanes[i] && laneTitle(lanes[i]), values, shading: rateShading }]
        : [],
    ),
    ...(maps?.difference
      ? [{ name: text.difference('A', 'B'), title: '', values: maps.difference, shading: differenceShading }]
      : []),
  ];

  return (
    <Panel
      title={text.title}
      className="confusion"
      tools={
        maps && (
          <button
            type="button"
            className="plain-button"
            aria-pressed={isTable}
            onClick={() => setIsTable(!isTable)}
          >
            {text.table}
          </button>
        )
      }
    >
      {(!maps || !classes) && <Empty>{text.empty}</Empty>}
      {counts && classes && isTable && (
        <Suspense>
          <ConfusionTable classes={classes} counts={counts} />
        </Suspense>
      )}
      {maps && classes && !isTable && (
        <>
          <div className="confusion-maps">
            {shown.map(({ name, title, values, shading }) => (
              <figure key={name}>
                <figcaption>
                  <b>{name}</b> {title}
                </figcaption>
                <MapFrame width={width} label={text.map(name)}>
                  <HeatMap
                    rows={classes.length}
                    columns={classes.length}
                    label={text.map(name)}
                    onPoint={setMarked}
                    {...{ values, shading, width, marked }}
                  />
                </MapFrame>
              </figure>
            ))}
          </div>
          <p className="confusion-reading caption">
            {marked ? <Reading cell={marked} classes={classes} rates={maps.rates} /> : text.rows}
          </p>
          <div className="confusion-legends">
            <MapLegend shading={rateShading} format={percent} />
            {maps.difference && (
              // Larger ones have the colours of the ends.
              <MapLegend
                shading={differenceShading}
                format={(difference) => `${difference < 0 ? '≤' : '≥'} ${points(difference)}`}
              />
            )}
          </div>
        </>
      )}
    </Panel>
  );
}

function Reading({
  cell: { row, column },
  classes,
  rates,
}: {
  cell: Cell;
  classes: readonly string[];
  rates: readonly (Float32Array | null)[];
}): ReactNode {
  const [truth, answer] = [classes[row] ?? '', classes[column] ?? ''];
  const index = row * classes.length + column;
  return (
    <>
      {row === column ? text.recognised(truth) : text.taken(truth, answer)}
      {': '}
      {rates.map((lane, i) => `${laneName(i)} ${percent(lane?.[index] ?? NaN)}`).join(', ')}
    </>
  );
}
