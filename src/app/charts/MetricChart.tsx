import { lazy, Suspense, useId, useMemo, type ReactNode } from 'react';
import { useConfig, useCurvesVersion, useLab, useRun, useView } from '../context.ts';
import { ChartLegend } from './ChartLegend.tsx';
import { ChartTable } from './ChartTable.tsx';
import { decimate, type ChartRow } from './decimate.ts';
import type { StopMark } from './Plot.tsx';
import { logScale, linearScale, roundUpNicely, stepScale, type Scale } from './scale.ts';
import { lastFinite, smooth } from './smooth.ts';
import { laneName } from '../../train/parse.ts';
import { percent, significant } from '../../util/format.ts';
import type { TrainConfig } from '../../train/config.ts';
import './MetricChart.css';

// The chart library is half of the page's code; `main.tsx` asks for it as soon as the networks are ready.
const Plot = lazy(() => import('./Plot.tsx'));

export type Metric = 'loss' | 'accuracy';

interface Props {
  readonly metric: Metric;
  readonly title: string;
  /** Buttons and sliders at the right of the title. */
  readonly children: ReactNode;
  readonly isTable: boolean;
}

const text = {
  empty: {
    loss: 'The loss of every training batch appears here: faint as it is, strong as its moving average; with points, the loss on the test images. Press Play.',
    accuracy:
      'The share of images classified rightly appears here: of every training batch, and with points of the test images. Press Play.',
  },
} as const;

const noLanes: TrainConfig['lanes'] = [];

/** One metric of all lanes over the steps: title, legend, plot or table, and notes about lanes that ended early. */
export function MetricChart({ metric, title, children, isTable }: Props): ReactNode {
  const { curves } = useLab();
  const version = useCurvesVersion();
  const smoothing = useView((view) => view.smoothing);
  const isLogarithmic = useView((view) => view.isLossLogarithmic) && metric === 'loss';
  const isZoomed = useView((view) => view.isAccuracyZoomed) && metric === 'accuracy';
  const lanes = useConfig(({ running }) => running?.lanes ?? noLanes);
  const laneStops = useRun((state) => state.laneStops);
  const titleId = useId();
  const format = metric === 'loss' ? significant : percent;

  const drawing = useMemo(() => {
    const traces = curves.lanes.map((lane) => {
      const raw = (metric === 'loss' ? lane.losses : lane.accuracies).values;
      const test = (metric === 'loss' ? lane.testLosses : lane.testAccuracies).values;
      return { raw, smoothed: smooth(raw, smoothing), test };
    });
    const rows = decimate(traces, curves.evaluatedSteps);
    const stops = laneStops.flatMap(({ lane }): StopMark[] => {
      const last = lastFinite(traces[lane]?.smoothed ?? new Float32Array());
      return last.index < 0 ? [] : [{ lane, step: last.index, value: last.value }];
    });
    const latest = traces.map((trace) => lastFinite(trace.smoothed).value);
    // `version` stands for the contents of `curves`.
    return { version, rows, stops, latest, flags: [...curves.flags], steps: curves.steps };
  }, [curves, version, metric, smoothing, laneStops]);

  const count = Math.min(lanes.length, curves.lanes.length);
  const yScale = chooseScale(drawing.rows, count, { metric, isLogarithmic, isZoomed });
  const xScale = stepScale(roundUpNicely(Math.max(10, drawing.steps)));
  const summary = drawing.latest.map((value, i) => `${laneName(i)} ${format(value)}`).join(', ');

  return (
    <section className="panel metric-chart" aria-labelledby={titleId}>
      <header className="panel-header">
        <h2 id={titleId}>{title}</h2>
        <ChartLegend lanes={lanes} />
        <div className="chart-tools">{children}</div>
      </header>
      <div className="chart-body">
        {drawing.rows.length === 0 ? (
          <p className="chart-empty">{text.empty[metric]}</p>
        ) : isTable ? (
          <ChartTable rows={drawing.rows} lanes={lanes} title={title} format={format} />
        ) : (
          <div
            className="chart-plot"
            role="img"
            aria-label={`${title} over ${drawing.steps} steps, now ${summary}.`}
          >
            <Suspense>
              <Plot
                rows={drawing.rows}
                stops={drawing.stops}
                flags={drawing.flags}
                laneCount={count}
                xScale={xScale}
                yScale={yScale}
                isLogarithmic={isLogarithmic}
                format={format}
                formatTick={
                  metric === 'loss'
                    ? (value) => String(value)
                    : (value) => `${Number((value * 100).toFixed(2))} %`
                }
              />
            </Suspense>
          </div>
        )}
      </div>
      {laneStops.map(({ lane, reason }) => (
        <p className="lane-note" key={lane}>
          <b>{laneName(lane)}</b> {reason}
        </p>
      ))}
    </section>
  );
}

interface ScaleOptions {
  readonly metric: Metric;
  readonly isLogarithmic: boolean;
  readonly isZoomed: boolean;
}

/** Limits of the y axis. One wild batch may leave the linear loss axis at the top; the trend may not. */
export function chooseScale(
  rows: readonly ChartRow[],
  laneCount: number,
  { metric, isLogarithmic, isZoomed }: ScaleOptions,
): Scale {
  const values = (kinds: readonly ('raw' | 'smooth' | 'test')[], from = 0): number[] =>
    rows
      .slice(from)
      .flatMap((row) =>
        Array.from({ length: laneCount }, (_, i) => kinds.map((kind) => row[`${kind}${i}`])).flat(),
      )
      .filter((value) => value !== undefined);
  if (metric === 'accuracy') {
    if (!isZoomed) return linearScale(0, 1);
    const least = Math.min(1, ...values(['smooth', 'test'], Math.floor(rows.length / 3)));
    const room = [0.02, 0.05, 0.1, 0.2, 0.5].find((span) => 1 - least <= span) ?? 1;
    return linearScale(1 - room, 1);
  }
  const trend = values(['smooth', 'test']);
  const all = values(['raw', 'smooth', 'test']);
  if (all.length === 0) return linearScale(0, 1);
  if (isLogarithmic) {
    const positive = all.filter((value) => value > 0);
    if (positive.length > 0) return logScale(Math.min(...positive), Math.max(...positive));
  }
  return linearScale(0, roundUpNicely(Math.min(Math.max(...all), 2 * Math.max(...trend))));
}
