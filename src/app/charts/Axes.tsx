import { memo } from 'react';
import { CartesianGrid, XAxis, YAxis } from 'recharts';
import { largeType } from './axis.ts';
import { isSameScale, type Scale } from './scale.ts';

const axis = { stroke: 'var(--line-strong)', tickLine: false } as const;
const tick = { fill: 'var(--muted)', fontSize: 12 };
/** Twice the type does not need twice the room. */
const largeRoom = 1.6;
/** The library would measure the labels of lines that are not drawn. */
const noLines = () => [];

interface AxesProps {
  readonly xScale: Scale;
  readonly yScale: Scale;
  readonly isLogarithmic: boolean;
  readonly formatTick: (value: number) => string;
  /** To be read from afar. */
  readonly isLarge: boolean;
}

/** Grid and axes. The library measures and places them anew whenever they are rendered, so that is done for new limits only. */
export const Axes = memo(
  function Axes({ xScale, yScale, isLogarithmic, formatTick, isLarge }: AxesProps) {
    const room = isLarge ? largeRoom : 1;
    const shown = { ...axis, tick: isLarge ? { ...tick, fontSize: tick.fontSize * largeType } : tick };
    return (
      <>
        <CartesianGrid stroke="var(--line)" vertical={false} verticalCoordinatesGenerator={noLines} />
        <XAxis
          dataKey="x"
          type="number"
          domain={[...xScale.domain]}
          ticks={[...xScale.ticks]}
          allowDataOverflow
          height={22 * room}
          {...shown}
        />
        <YAxis
          scale={isLogarithmic ? 'log' : 'linear'}
          domain={[...yScale.domain]}
          ticks={[...yScale.ticks]}
          allowDataOverflow
          width={56 * room}
          tickFormatter={formatTick}
          {...shown}
          axisLine={false}
        />
      </>
    );
  },
  (before, after) =>
    before.isLogarithmic === after.isLogarithmic &&
    before.formatTick === after.formatTick &&
    before.isLarge === after.isLarge &&
    isSameScale(before.xScale, after.xScale) &&
    isSameScale(before.yScale, after.yScale),
);
