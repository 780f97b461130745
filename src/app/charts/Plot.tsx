import { Fragment, type ReactNode } from 'react';
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
import { laneName } from '../../train/parse.ts';
import { ChartTooltip } from './ChartTooltip.tsx';
import type { ChartRow } from './decimate.ts';
import type { Scale } from './scale.ts';
import type { Flag } from '../store/curves.ts';

/** Where the trace of a lane ended before the run did. */
export interface StopMark {
  readonly lane: number;
  readonly step: number;
  readonly value: number;
}

interface Props {
  readonly rows: readonly ChartRow[];
  readonly stops: readonly StopMark[];
  readonly flags: readonly Flag[];
  readonly laneCount: number;
  readonly xScale: Scale;
  readonly yScale: Scale;
  readonly isLogarithmic: boolean;
  readonly format: (value: number) => string;
  readonly formatTick: (value: number) => string;
}

const axis = {
  stroke: 'var(--line-strong)',
  tick: { fill: 'var(--muted)', fontSize: 12 },
  tickLine: false,
} as const;
const still = { isAnimationActive: false, type: 'linear', activeDot: false } as const;

/** The drawing itself. All plots share one cursor through `syncId`. */
export default function Plot(props: Props): ReactNode {
  const { rows, stops, flags, laneCount, xScale, yScale, isLogarithmic, format, formatTick } = props;
  const lanes = Array.from({ length: laneCount }, (_, lane) => ({ lane, look: laneLook(lane) }));
  return (
    <ResponsiveContainer width="100%" height="100%" debounce={50}>
      <LineChart
        data={rows}
        syncId="run"
        syncMethod="value"
        accessibilityLayer={false}
        margin={{ top: 6, right: 14, bottom: 0, left: 0 }}
      >
        <CartesianGrid stroke="var(--line)" vertical={false} />
        <XAxis
          dataKey="step"
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
          content={<ChartTooltip laneCount={laneCount} format={format} />}
        />
        {flags.map(({ step, text }) => (
          <ReferenceLine
            key={`${step} ${text}`}
            x={step}
            stroke="var(--line-strong)"
            strokeDasharray="2 3"
            label={{ value: text, position: 'insideTopLeft', fill: 'var(--muted)', fontSize: 11 }}
          />
        ))}
        {lanes.map(({ lane, look }) => (
          <Line
            key={`raw${lane}`}
            {...still}
            dataKey={`raw${lane}`}
            stroke={look.color}
            strokeWidth={1}
            strokeOpacity={0.28}
            dot={false}
          />
        ))}
        {lanes.map(({ lane, look }) => (
          <Line
            key={`smooth${lane}`}
            {...still}
            dataKey={`smooth${lane}`}
            stroke={look.color}
            strokeWidth={1.75}
            {...(look.dash === undefined ? {} : { strokeDasharray: look.dash })}
            dot={false}
          />
        ))}
        {lanes.map(({ lane, look }) => (
          <Line
            key={`test${lane}`}
            {...still}
            dataKey={`test${lane}`}
            stroke={look.color}
            strokeWidth={3}
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
        {stops.map(({ lane, step, value }) => (
          <ReferenceDot
            key={lane}
            x={step}
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
              value: `${laneName(lane)} stopped`,
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
