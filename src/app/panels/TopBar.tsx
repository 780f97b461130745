import type { ReactNode } from 'react';
import { adapterName } from '../adapter.ts';
import { lastFinite, smooth } from '../charts/smooth.ts';
import { LaneMark } from '../components/LaneMark.tsx';
import { Transport } from '../components/Transport.tsx';
import { useConfig, useLatestCurves, useRun, useView } from '../context.ts';
import { laneTitles } from '../lanes.ts';
import { PageActions } from './PageActions.tsx';
import { PresetChoice } from './PresetChoice.tsx';
import { StepSplit } from './StepSplit.tsx';
import { epochsDone } from '../store/run.ts';
import { laneName } from '../../train/parse.ts';
import { duration, grouped, percent, points, significant, unknown } from '../../util/format.ts';
import { strings } from '../strings.ts';
import './TopBar.css';

const text = strings.topBar;

export function TopBar(): ReactNode {
  return (
    <header className="top-bar">
      <div className="brand">
        <h1>
          {text.brand[0]} <span>{text.brand[1]}</span>
        </h1>
        <PresetChoice />
      </div>
      <Transport />
      <Clock />
      <LaneReadouts />
      <Throughput />
      <PageActions />
    </header>
  );
}

/** Epoch and step in large digits that keep their place. */
function Clock(): ReactNode {
  const step = useRun((state) => state.step);
  const epochs = useRun(epochsDone);
  const totalSteps = useRun(({ ready }) => ready?.totalSteps ?? null);
  const [whole, fraction] = epochs.toFixed(2).split('.') as [string, string];
  return (
    <div className="clock">
      <div className="clock-epoch">
        <span className="caption">{text.epoch}</span>
        <span className="digits">
          <span className="leading-zeros">{'0'.repeat(Math.max(0, 3 - whole.length))}</span>
          {whole}.{fraction}
        </span>
      </div>
      <div className="clock-step">
        <span className="caption">{text.step}</span>
        <span>
          <span role="status" aria-label={text.step} aria-live="off" className="digits">
            {step}
          </span>
          <span className="of-total"> / {totalSteps === null ? unknown : grouped(totalSteps)}</span>
        </span>
      </div>
    </div>
  );
}

/** Loss and accuracy of every lane; the accuracy is that of the last test, before the first test of the batches. */
function LaneReadouts(): ReactNode {
  const curves = useLatestCurves();
  const smoothing = useView((view) => view.smoothing);
  const titles = laneTitles(useConfig(({ config, running }) => (running ?? config).lanes));
  const stops = useRun(({ laneStops }) => laneStops);
  const isTested = curves.evaluatedSteps.length > 0;
  const values = titles.map((_, i) => {
    const lane = curves.lanes[i];
    if (!lane) return { loss: NaN, accuracy: NaN };
    return {
      loss: lastFinite(smooth(lane.losses.values, smoothing)).value,
      accuracy: isTested
        ? lane.testAccuracies.at(curves.evaluatedSteps.length - 1)
        : lastFinite(smooth(lane.accuracies.values, smoothing)).value,
    };
  });
  return (
    <table className="readouts" aria-label={text.readouts}>
      <thead>
        <tr>
          <th scope="col" className="visually-hidden">
            {text.network}
          </th>
          <th scope="col">{text.loss}</th>
          <th scope="col">{isTested ? text.testAccuracy : text.accuracy}</th>
          <th scope="col" className="visually-hidden">
            {text.difference}
          </th>
        </tr>
      </thead>
      <tbody>
        {titles.map((title, i) => {
          const name = laneName(i);
          const { loss, accuracy } = values[i]!;
          const difference = accuracy - values[0]!.accuracy;
          return (
            <tr key={name} data-stopped={stops.some((stop) => stop.lane === i)}>
              <th scope="row" title={title}>
                <LaneMark lane={i} />
                <b>{name}</b> {title}
              </th>
              <td>
                <span role="status" aria-label={text.lossOf(name)} aria-live="off">
                  {significant(loss)}
                </span>
              </td>
              <td>
                <span role="status" aria-label={text.accuracyOf(name)} aria-live="off">
                  {percent(accuracy)}
                </span>
              </td>
              <td className="difference">
                {i > 0 && Number.isFinite(difference) ? `(${points(difference)})` : ''}
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

function Throughput(): ReactNode {
  const rate = useRun(({ imagesPerSecond }) => imagesPerSecond);
  const msPerStep = useRun((state) => state.msPerStep);
  const adapter = useRun((state) => state.adapter);
  const pacedMs = 1000 / useView(({ stepsPerSecond }) => stepsPerSecond ?? Infinity);
  const left = useRun(({ ready, step, msPerStep: ms }) =>
    ready && Number.isFinite(ms) && step < ready.totalSteps
      ? duration(((ready.totalSteps - step) * Math.max(ms, pacedMs)) / 1000)
      : null,
  );
  const name = adapter ? adapterName(adapter) : text.noAdapter;
  return (
    <div className="throughput">
      <span className="rate">
        <span role="status" aria-label={text.throughput} aria-live="off" title={text.throughputHelp}>
          {text.rate(Number.isFinite(rate) ? grouped(Number(rate.toPrecision(3))) : unknown)}
        </span>
        <span className="caption" title={text.stepTimeHelp}>
          {text.stepTime(significant(msPerStep))}
        </span>
      </span>
      <span className="caption adapter" title={name}>
        {text.adapter(name, left)}
      </span>
      <StepSplit />
    </div>
  );
}
