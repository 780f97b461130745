import { memo } from 'react';
import { CartesianGrid, XAxis, YAxis } from 'recharts';
import { isSameScale, type Scale } from './scale.ts';

const axis = {
  stroke: 'var(--line-strong)',
  tick: { fill: 'var(--muted)', fontSize: 12 },
  tickLine: false,
} as const;
/** The library would measure the labels of lines that are not drawn. */
const noLines = () => [];

interface AxesProps {
  readonly xScale: Scale;
  readonly yScale: Scale;
  readonly isLogarithmic: boolean;
  readonly formatTick: (value: number) => string;
}

/** Grid and axes. The library measures and places them anew whenever they are rendered, so that is done for new limits only. */
export const Axes = memo(
  function Axes({ xScale, yScale, isLogarithmic, formatTick }: AxesProps) {
    return (
      <>
        <CartesianGrid stroke="var(--line)" vertical={false} verticalCoordinatesGenerator={noLines} />
        <XAxis
          dataKey="x"
          type="number"
          domain={[...xScale.domain]}
          ticks={[...xScale.ticks]}
          allowDataOverflow
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
      </>
    );
  },
  (before, after) =>
    before.isLogarithmic === after.isLogarithmic &&
    before.formatTick === after.formatTick &&
    isSameScale(before.xScale, after.xScale) &&
    isSameScale(before.yScale, after.yScale),
);
