import { Fragment, useState, type ReactNode } from 'react';
import {
  CartesianGrid,
  Line,
  LineChart,
  ReferenceDot,
  ReferenceLine,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts';
import { Marker } from '../components/LaneMark.tsx';
import { laneLook } from '../lanes.ts';
import { strings } from '../strings.ts';
import { laneName } from '../../train/parse.ts';
import { ChartTooltip } from './ChartTooltip.tsx';
import type { XAxis as Axis } from './axis.ts';
import type { PlacedRow } from './decimate.ts';
import type { Scale } from './scale.ts';

/** Where the trace of a lane ended before the run did. */
export interface StopMark {
  readonly lane: number;
  readonly x: number;
  readonly value: number;
}

interface Props {
  readonly rows: readonly PlacedRow[];
  readonly stops: readonly StopMark[];
  /** Moments that the chart marks. */
  readonly flags: readonly { readonly x: number; readonly text: string }[];
  readonly laneCount: number;
  /** Lines of pinned runs. */
  readonly ghostNames: readonly string[];
  /** The lane brought forward; null shows all alike. */
  readonly focusedLane: number | null;
  readonly axis: Axis;
  readonly xScale: Scale;
  readonly yScale: Scale;
  readonly isLogarithmic: boolean;
  /** A low chart: no labels of flags. */
  readonly isSlim: boolean;
  readonly format: (value: number) => string;
  readonly formatTick: (value: number) => string;
}

const axis = {
  stroke: 'var(--line-strong)',
  tick: { fill: 'var(--muted)', fontSize: 12 },
  tickLine: false,
} as const;
const nothing = () => null;
const still = { isAnimationActive: false, type: 'linear', activeDot: false } as const;

/** The drawing itself. All plots share one cursor through `syncId`. */
export default function Plot(props: Props): ReactNode {
  const { rows, stops, flags, laneCount, ghostNames, axis: along, xScale, yScale } = props;
  const { isLogarithmic, isSlim, focusedLane, format, formatTick } = props;
  const lanes = Array.from({ length: laneCount }, (_, lane) => ({
    lane,
    look: laneLook(lane),
    presence: focusedLane === null || focusedLane === lane ? 1 : 0.2,
  }));
  const [isHovered, setIsHovered] = useState(false);
  return (
    <ResponsiveContainer width="100%" height="100%" debounce={50}>
      <LineChart
        data={rows}
        onMouseEnter={() => setIsHovered(true)}
        onMouseLeave={() => setIsHovered(false)}
        syncId="run"
        syncMethod="value"
        accessibilityLayer={false}
        margin={{ top: 6, right: 14, bottom: 0, left: 0 }}
      >
        <CartesianGrid stroke="var(--line)" vertical={false} />
        <XAxis
          dataKey="x"
          type="number"
          domain={[...xScale.domain]}
          ticks={[...xScale.ticks]}
          height={22}
          {...axis}
        />
        <YAxis
          scale={isLogarithmic ? 'log' : 'linear'}
          domain={[...yScale.domain]}
          ticks={[...yScale.ticks]}
          allowDataOverflow
          width={56}
          tickFormatter={formatTick}
          {...axis}
          axisLine={false}
        />
        <Tooltip
          isAnimationActive={false}
          cursor={{ stroke: 'var(--line-strong)' }}
          // The cursor is in every chart, the numbers where the pointer is.
          content={
            isHovered ? (
              <ChartTooltip laneCount={laneCount} ghostNames={ghostNames} axis={along} format={format} />
            ) : (
              nothing
            )
          }
        />
        {flags.map(({ x, text }) => (
          <ReferenceLine
            key={`${x} ${text}`}
            x={x}
            stroke="var(--line-strong)"
            strokeDasharray="2 3"
            {...(isSlim
              ? {}
              : { label: { value: text, position: 'insideTopLeft', fill: 'var(--muted)', fontSize: 11 } })}
          />
        ))}
        {ghostNames.map((name, i) => (
          <Line
            key={`ghost${name}`}
            {...still}
            dataKey={`ghost${i}`}
            name={name}
            stroke="var(--ghost)"
            strokeWidth={1.25}
            strokeDasharray="1 3"
            dot={false}
          />
        ))}
        {lanes.map(({ lane, look, presence }) => (
          <Line
            key={`raw${lane}`}
            {...still}
            dataKey={`raw${lane}`}
            stroke={look.color}
            strokeWidth={1}
            strokeOpacity={0.28 * presence}
            dot={false}
          />
        ))}
        {lanes.map(({ lane, look, presence }) => (
          <Line
            key={`smooth${lane}`}
            {...still}
            dataKey={`smooth${lane}`}
            stroke={look.color}
            strokeWidth={1.75}
            strokeOpacity={presence}
            {...(look.dash === undefined ? {} : { strokeDasharray: look.dash })}
            dot={false}
          />
        ))}
        {lanes.map(({ lane, look, presence }) => (
          <Line
            key={`test${lane}`}
            {...still}
            dataKey={`test${lane}`}
            stroke={look.color}
            strokeWidth={3}
            strokeOpacity={presence}
            {...(look.dash === undefined ? {} : { strokeDasharray: look.dash })}
            connectNulls
            dot={({ cx, cy, index, value }: { cx?: number; cy?: number; index?: number; value?: unknown }) =>
              cx === undefined || cy === undefined || typeof value !== 'number' ? (
                <Fragment key={index} />
              ) : (
                <Marker key={index} look={look} x={cx} y={cy} />
              )
            }
          />
        ))}
        {stops.map(({ lane, x, value }) => (
          <ReferenceDot
            key={lane}
            x={x}
            y={value}
            shape={({ cx = 0, cy = 0 }: { cx?: number; cy?: number }) => (
              <path
                d={`M${cx - 6} ${cy - 6}l12 12m0 -12l-12 12`}
                stroke={laneLook(lane).color}
                strokeWidth={2.5}
                fill="none"
              />
            )}
            label={{
              value: strings.charts.stopped(laneName(lane)),
              position: 'right',
              offset: 10,
              fill: 'var(--ink)',
              fontSize: 12,
            }}
          />
        ))}
      </LineChart>
    </ResponsiveContainer>
  );
}
