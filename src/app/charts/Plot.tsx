import { memo, useCallback, useState, type ReactNode } from 'react';
import { Line, LineChart, ReferenceDot, ReferenceLine, ResponsiveContainer, Tooltip } from 'recharts';
import { InTurn } from '../components/InTurn.tsx';
import { useLab, useView } from '../context.ts';
import { laneLook } from '../lanes.ts';
import { strings } from '../strings.ts';
import { laneName } from '../../train/parse.ts';
import { Axes } from './Axes.tsx';
import { ChartTooltip } from './ChartTooltip.tsx';
import { largeType, type XAxis } from './axis.ts';
import type { PlacedRow } from './decimate.ts';
import type { Scale } from './scale.ts';
import { placeLabels, type FlagLabel } from './flagLabels.ts';
import { SharedCursor } from './SharedCursor.tsx';
import { Traces } from './Traces.tsx';

/** Where the trace of a lane ended before the run did. */
export interface StopMark {
  readonly lane: number;
  readonly x: number;
  readonly value: number;
}

interface Props {
  /** What the drawing shows, in words. */
  readonly label: string;
  readonly rows: readonly PlacedRow[];
  readonly stops: readonly StopMark[];
  /** Moments that the chart marks. */
  readonly flags: readonly { readonly x: number; readonly text: string }[];
  readonly laneCount: number;
  /** Lines of pinned runs. */
  readonly ghostNames: readonly string[];
  /** The lane brought forward; null shows all alike. */
  readonly focusedLane: number | null;
  readonly axis: XAxis;
  /** Place on the x axis of a step. */
  readonly xOf: (step: number) => number;
  readonly xScale: Scale;
  readonly yScale: Scale;
  readonly isLogarithmic: boolean;
  /** A low chart: no labels of flags. */
  readonly isSlim: boolean;
  readonly format: (value: number) => string;
  readonly formatTick: (value: number) => string;
}

const margin = { top: 6, right: 14, bottom: 0, left: 0 };
const cursor = { stroke: 'var(--line-strong)' };
const nothing = () => null;
/** The drawing itself. All plots share one cursor through `syncId`. */
export default function Plot(props: Props): ReactNode {
  return (
    <div className="chart-plot" role="img" aria-label={props.label}>
      <InTurn>
        <Drawing {...props} />
      </InTurn>
    </div>
  );
}

function Drawing(props: Props): ReactNode {
  const { rows, stops, flags, laneCount, ghostNames, axis: along, xScale, yScale } = props;
  const { xOf, isLogarithmic, isSlim, focusedLane, format, formatTick } = props;
  const { view } = useLab();
  const [isHovered, setIsHovered] = useState(false);
  const enter = useCallback(() => {
    setIsHovered(true);
    view.setState({ isCursorShown: true });
  }, [view]);
  const leave = useCallback(() => {
    setIsHovered(false);
    view.setState({ isCursorShown: false });
  }, [view]);
  // The library sees rows for its cursor only: it works through its whole store at every change of them.
  const isLarge = useView((state) => state.isPresenting);
  const isCursorShown = useView((state) => state.isCursorShown);
  const [firstRows] = useState(rows);
  const labels = isSlim ? [] : placeLabels(flags, xScale.domain, isLarge ? largeType : 1);
  return (
    <ResponsiveContainer width="100%" height="100%" debounce={50}>
      <LineChart
        data={isCursorShown ? rows : firstRows}
        onMouseEnter={enter}
        onMouseLeave={leave}
        syncId="run"
        syncMethod="value"
        accessibilityLayer={false}
        margin={margin}
      >
        <Axes
          xScale={xScale}
          yScale={yScale}
          isLogarithmic={isLogarithmic}
          formatTick={formatTick}
          isLarge={isLarge}
        />
        <Tooltip
          isAnimationActive={false}
          includeHidden
          cursor={cursor}
          // The cursor is in every chart, the numbers where the pointer is.
          content={
            isHovered ? (
              <ChartTooltip laneCount={laneCount} ghostNames={ghostNames} axis={along} format={format} />
            ) : (
              nothing
            )
          }
        />
        <Rows />
        <SharedCursor {...{ rows, xOf, isHovered }} />
        {flags.map(({ x, text }, i) => (
          <ReferenceLine
            key={`${x} ${text}`}
            x={x}
            stroke="var(--line-strong)"
            strokeDasharray="2 3"
            {...(labels[i] && flagLabel(text, labels[i], isLarge))}
          />
        ))}
        <Traces rows={rows} laneCount={laneCount} ghosts={ghostNames.length} focusedLane={focusedLane} />
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

function flagLabel(value: string, { position, row }: FlagLabel, isLarge: boolean) {
  if (row === null) return {};
  const dy = 13 * row * (isLarge ? largeType : 1);
  return { label: { value, position, dy, fill: 'var(--muted)', fontSize: 11 } };
}

/** What the cursor finds: a row has its step, whatever else it lacks. */
const Rows = memo(function Rows() {
  return <Line dataKey="step" hide isAnimationActive={false} />;
});
