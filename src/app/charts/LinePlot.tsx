import type { ReactNode } from 'react';
import { significant } from '../../util/format.ts';
import { pathOf } from './path.ts';
import { laneLook } from '../lanes.ts';
import { StepCursor } from './StepCursor.tsx';
import { TableTwin } from './TableTwin.tsx';
import './LinePlot.css';

export interface PlotLine {
  readonly name: string;
  readonly lane: number;
  readonly points: readonly (readonly [x: number, y: number])[];
  /** Thin and pale beside the main line of its lane. */
  readonly isFaint?: boolean;
}

interface LinePlotProps {
  readonly title: string;
  readonly xLabel: string;
  readonly lines: readonly PlotLine[];
  readonly isLogX?: boolean;
  readonly isLogY?: boolean;
  /** A horizontal line at this value. */
  readonly target?: number;
  readonly height?: number;
  /** The x axis is that of training steps, and the cursor that of the charts. */
  readonly isOverSteps?: boolean;
  /** How the table says a value. */
  readonly format?: (value: number) => string;
}

const [width, left, right, top, bottom] = [360, 44, 8, 6, 20];

function axis(values: readonly number[], isLog: boolean) {
  const usable = values.filter((value) => Number.isFinite(value) && (!isLog || value > 0));
  const scale = (value: number) => (isLog ? Math.log10(value) : value);
  const [low, high] = usable.reduce(
    ([least, most], value) => [Math.min(least, scale(value)), Math.max(most, scale(value))],
    [Infinity, -Infinity],
  );
  const [from, to] = low < high ? [low, high] : low === high ? [low - 0.5, high + 0.5] : [0, 1];
  const share = (value: number) => (scale(value) - from) / (to - from);
  const at = (part: number) => (isLog ? 10 ** (from + part * (to - from)) : from + part * (to - from));
  return { share, at, ticks: [0, 0.5, 1].map((part) => ({ part, value: at(part) })) };
}

/**
 * A small line chart for what changes at every look: plain SVG, since a few paths drawn anew cost less than a chart
 * library's pass. Gaps stay gaps: what a logarithmic axis cannot show ends a line.
 */
export function LinePlot(props: LinePlotProps): ReactNode {
  const { title, xLabel, lines, isLogX = false, isLogY = false, target, height = 150 } = props;
  const { isOverSteps = false, format = significant } = props;
  const points = lines.flatMap((line) => line.points);
  const x = axis(
    points.map(([value]) => value),
    isLogX,
  );
  const y = axis([...points.map(([, value]) => value), ...(target === undefined ? [] : [target])], isLogY);
  const px = (value: number) => left + x.share(value) * (width - left - right);
  const py = (value: number) => top + (1 - y.share(value)) * (height - top - bottom);
  const area = { x: left, y: top, width: width - left - right, height: height - top - bottom };
  return (
    <figure className="line-plot">
      <figcaption>{title}</figcaption>
      <svg
        viewBox={`0 0 ${width} ${height}`}
        role="img"
        aria-label={`${title}, ${lines.map(({ name }) => name).join(', ')}`}
      >
        {y.ticks.map(({ part, value }) => (
          <g key={part} className="line-plot-tick">
            <line
              x1={left}
              x2={width - right}
              y1={top + (1 - part) * (height - top - bottom)}
              y2={top + (1 - part) * (height - top - bottom)}
            />
            <text x={left - 4} y={top + (1 - part) * (height - top - bottom) + 3.5} textAnchor="end">
              {significant(value, 2)}
            </text>
          </g>
        ))}
        {x.ticks.map(({ part, value }) => (
          <text
            key={part}
            className="line-plot-x"
            x={left + part * (width - left - right)}
            y={height - 6}
            textAnchor={part === 0 ? 'start' : part === 1 ? 'end' : 'middle'}
          >
            {part === 0.5
              ? xLabel
              : Number.isInteger(value)
                ? String(value).replace('-', '−')
                : significant(value, 2)}
          </text>
        ))}
        {target !== undefined && (
          <line className="line-plot-target" x1={left} x2={width - right} y1={py(target)} y2={py(target)} />
        )}
        {lines.map((line) => {
          const { color, dash } = laneLook(line.lane);
          const [only, ...others] = line.points;
          if (only && others.length === 0)
            return <circle key={line.name} cx={px(only[0])} cy={py(only[1])} r={3} fill={color} />;
          return (
            <path
              key={line.name}
              d={pathOf(line.points.map(([vx, vy]) => [px(vx), py(vy)]))}
              fill="none"
              stroke={color}
              strokeWidth={line.isFaint ? 1 : 1.8}
              strokeOpacity={line.isFaint ? 0.5 : 1}
              strokeDasharray={dash}
            />
          );
        })}
        {isOverSteps && points.length > 0 && <StepCursor area={area} share={x.share} at={x.at} />}
      </svg>
      <TableTwin {...{ title, xLabel, lines, format }} />
    </figure>
  );
}
