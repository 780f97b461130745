import { useId, useMemo, type ReactNode } from 'react';
import { usePlotArea, useXAxisScale, useYAxisScale } from 'recharts';
import { Marker } from '../components/LaneMark.tsx';
import { ghostLook, laneLook } from '../lanes.ts';
import type { ChartRow, PlacedRow } from './decimate.ts';
import { pathOf, type Point } from './path.ts';

interface Props {
  readonly rows: readonly PlacedRow[];
  readonly laneCount: number;
  /** Number of lines of pinned runs. */
  readonly ghosts: number;
  /** The lane brought forward; null shows all alike. */
  readonly focusedLane: number | null;
}

/**
 * The traces of a chart as plain paths on the chart's axes. The library's own lines keep several objects a point and
 * pass all of them through its store for each of six lines at every change, which costs several times as much.
 */
export function Traces({ rows, laneCount, ghosts, focusedLane }: Props): ReactNode {
  const clip = useId();
  const area = usePlotArea();
  const x = useXAxisScale();
  const y = useYAxisScale();
  const traces = useMemo(() => {
    if (!x || !y) return null;
    const points = (key: Exclude<keyof ChartRow, 'step'>): Point[] =>
      rows.map((row) => {
        const value = row[key];
        return [x(row.x) ?? NaN, value === undefined ? NaN : (y(value) ?? NaN)];
      });
    return {
      ghosts: Array.from({ length: ghosts }, (_, i) => pathOf(points(`ghost${i}`))),
      lanes: Array.from({ length: laneCount }, (_, lane) => {
        const tested = points(`test${lane}`).filter(([, value]) => Number.isFinite(value));
        return {
          raw: pathOf(points(`raw${lane}`)),
          smooth: pathOf(points(`smooth${lane}`)),
          test: pathOf(tested),
          tested,
        };
      }),
    };
  }, [rows, x, y, laneCount, ghosts]);
  if (!area || !traces) return null;
  const presence = (lane: number) => (focusedLane === null || focusedLane === lane ? 1 : 0.2);
  const isWithin = ([, top]: Point) => top >= area.y - 1 && top <= area.y + area.height + 1;
  return (
    <g fill="none">
      <clipPath id={clip}>
        <rect x={area.x} y={area.y} width={area.width} height={area.height} />
      </clipPath>
      <g clipPath={`url(#${clip})`}>
        {traces.ghosts.map((path, i) => (
          <path
            key={i}
            d={path}
            stroke={ghostLook.color}
            strokeWidth={1.25}
            strokeDasharray={ghostLook.dash}
          />
        ))}
        {traces.lanes.map(({ raw }, lane) => (
          <path
            key={lane}
            d={raw}
            stroke={laneLook(lane).color}
            strokeWidth={1}
            strokeOpacity={0.28 * presence(lane)}
          />
        ))}
        {(['smooth', 'test'] as const).map((kind) =>
          traces.lanes.map((trace, lane) => (
            <path
              key={`${kind}${lane}`}
              className={`trace-${kind}`}
              d={trace[kind]}
              stroke={laneLook(lane).color}
              strokeWidth={kind === 'smooth' ? 1.75 : 3}
              strokeOpacity={presence(lane)}
              strokeDasharray={laneLook(lane).dash}
            />
          )),
        )}
      </g>
      {traces.lanes.map(({ tested }, lane) =>
        tested
          .filter(isWithin)
          .map((point) => (
            <Marker key={`${lane} ${point[0]}`} look={laneLook(lane)} x={point[0]} y={point[1]} />
          )),
      )}
    </g>
  );
}
