import { Suspense, useMemo, useRef, type ReactNode } from 'react';
import { lazily } from '../components/lazily.tsx';
import { useShallow } from 'zustand/react/shallow';
import { useConfig, useCurvesVersion, useGhosts, useLab, useRun, useView } from '../context.ts';
import { Empty, Panel } from '../components/Panel.tsx';
import type { LaneConfig } from '../../train/config.ts';
import { laneName } from '../../train/parse.ts';
import { percent, significant } from '../../util/format.ts';
import { strings } from '../strings.ts';
import { xScale } from './axis.ts';
import { ChartLegend } from './ChartLegend.tsx';
import { ChartMenu } from './ChartMenu.tsx';
import { draw, type Metric } from './drawing.ts';
import { chooseScale } from './yScale.ts';
import './MetricChart.css';

// The chart library is half of the page's code; `main.tsx` asks for it as soon as the networks are ready.
const Plot = lazily(() => import('./Plot.tsx'));
const ChartTable = lazily(() => import('./ChartTable.tsx'));

const text = strings.charts;

const noLanes: readonly LaneConfig[] = [];

/** A diverging loss has more digits than the axis has room. */
const lossTick = (value: number) => (value < 1e5 ? String(value) : value.toExponential().replace('e+', 'e'));

const formats = {
  loss: { value: significant, tick: lossTick },
  accuracy: { value: percent, tick: (value: number) => `${Number((value * 100).toFixed(2))} %` },
  learningRate: { value: significant, tick: String },
} as const satisfies Record<Metric, { value: (value: number) => string; tick: (value: number) => string }>;

interface Props {
  readonly metric: Metric;
  /** Switches at the right of the title. */
  readonly children?: ReactNode;
}

/** One metric of all lanes over the run: title, legend, plot or table, and notes about lanes that ended early. */
export function MetricChart({ metric, children }: Props): ReactNode {
  const { curves } = useLab();
  const version = useCurvesVersion();
  const body = useRef<HTMLDivElement>(null);
  const { smoothing, axis, isLogarithmic, isZoomed, isTable, focusedLane } = useView(
    // Nothing else, so that a click on a tab draws no chart anew.
    useShallow((view) => ({
      smoothing: view.smoothing,
      axis: view.axis,
      isLogarithmic: view.isLossLogarithmic && metric === 'loss',
      isZoomed: view.isAccuracyZoomed && metric === 'accuracy',
      isTable: view.tables.includes(metric),
      focusedLane: view.focusedLane,
    })),
  );
  const lanes = useConfig(({ running }) => running?.lanes ?? noLanes);
  const stepsPerEpoch = useRun(({ ready }) => ready?.stepsPerEpoch ?? 1);
  const laneStops = useRun((state) => state.laneStops);
  const pinned = useGhosts((state) => state.ghosts);
  const ghosts = useMemo(() => pinned.filter(({ isVisible }) => isVisible), [pinned]);
  const title = text.titles[metric];
  const format = formats[metric];

  const drawing = useMemo(() => {
    const options = { metric, axis, smoothing, stepsPerEpoch, ghosts };
    // `version` stands for the contents of `curves`.
    return { version, flags: [...curves.flags], ...draw(curves.lanes, options) };
  }, [curves, version, metric, axis, smoothing, stepsPerEpoch, ghosts]);

  const count = Math.min(lanes.length, curves.lanes.length);
  const x = xScale(axis, Math.max(drawing.xOf(curves.steps), drawing.rows.at(-1)?.x ?? 0) || 0);
  const y = chooseScale(drawing.rows, count, {
    metric,
    isLogarithmic,
    isZoomed,
    ghosts: drawing.ghostNames.length,
  });
  const summary = drawing.ends.map(({ value }, i) => `${laneName(i)} ${format.value(value)}`).join(', ');
  const stops = laneStops.flatMap(({ lane }) => {
    const end = drawing.ends[lane];
    return end && Number.isFinite(end.value) ? [{ lane, ...end }] : [];
  });

  return (
    <Panel
      title={title}
      className={`metric-chart is-${metric}`}
      tools={
        <>
          {metric !== 'learningRate' && <ChartLegend lanes={lanes} />}
          <div className="chart-tools">
            {children}
            <ChartMenu {...{ metric, title, lanes, ghosts, body, isTable }} />
          </div>
        </>
      }
    >
      <div className="chart-body" ref={body}>
        {drawing.rows.length === 0 ? (
          <Empty>{text.empty[metric]}</Empty>
        ) : isTable ? (
          <Suspense>
            <ChartTable
              rows={drawing.rows}
              ghostNames={drawing.ghostNames}
              format={format.value}
              {...{ lanes, axis, title }}
            />
          </Suspense>
        ) : (
          <Suspense>
            <Plot
              label={text.reading(title, curves.steps, summary)}
              rows={drawing.rows}
              stops={stops}
              flags={drawing.flags.map((flag) => ({ x: drawing.xOf(flag.step), text: flag.text }))}
              laneCount={count}
              ghostNames={drawing.ghostNames}
              focusedLane={focusedLane}
              axis={axis}
              xOf={drawing.xOf}
              xScale={x}
              yScale={y}
              isLogarithmic={isLogarithmic}
              isSlim={metric === 'learningRate'}
              format={format.value}
              formatTick={format.tick}
            />
          </Suspense>
        )}
      </div>
    </Panel>
  );
}
