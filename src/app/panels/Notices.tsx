import type { ReactNode } from 'react';
import { useConfig, useLab, useRun, useView } from '../context.ts';
import { defaultConfig } from '../../train/config.ts';
import { fields } from '../../train/fields.ts';
import { recoveryFrom } from '../recovery.ts';
import { strings } from '../strings.ts';
import { laneName } from '../../train/parse.ts';
import { significant } from '../../util/format.ts';
import { setConfig } from '../store/config.ts';
import { Notice } from '../components/Notice.tsx';
import { ReplayNotice } from './ReplayNotice.tsx';
import { SoftwareNotice } from './SoftwareNotice.tsx';

const text = strings.notices;

/** What the user should know, one sentence each; an error has its way out beside it. */
export function Notices(): ReactNode {
  const { config: configStore, controller } = useLab();
  const error = useRun((state) => state.error);
  const lost = useRun((state) => state.lost);
  const status = useRun((state) => state.status);
  const storageProblem = useView((state) => state.storageProblem);
  const { embed } = useView((state) => state.link);
  return (
    <div className="notices">
      {error !== null && (
        <div className="notice is-error" role="alert">
          <p>{error}</p>
          <button type="button" className="plain-button" onClick={controller.reset}>
            {text.tryAgain}
          </button>
          <button
            type="button"
            className="plain-button"
            onClick={() => {
              setConfig(configStore, defaultConfig);
              controller.reset();
            }}
          >
            {text.defaults}
          </button>
        </div>
      )}
      <Divergence />
      <GoalNotice />
      {lost !== null && (
        <Notice id={`lost ${lost.step} ${lost.reason}`}>
          {text.lost(lost.reason)}{' '}
          {status === 'lost' || status === 'preparing' ? text.rebuilding(lost.step) : text.rebuilt(lost.step)}
        </Notice>
      )}
      <Problems />
      {storageProblem !== null && <Notice id={storageProblem}>{storageProblem}</Notice>}
      <KeptNotice />
      <ReplayNotice />
      {embed && <SoftwareNotice />}
    </div>
  );
}

/** Lanes whose loss is no longer a finite number, and the way back. */
function Divergence(): ReactNode {
  const { controller, curves } = useLab();
  const stops = useRun((state) => state.laneStops);
  const checkpoints = useRun((state) => state.checkpoints);
  const running = useConfig((state) => state.running);
  const locked = useConfig((state) => state.locked);
  const recovery =
    running &&
    recoveryFrom(
      stops,
      checkpoints,
      running,
      curves.lanes.map(({ losses }) => losses),
    );
  if (!recovery) return null;
  const rate = significant(recovery.learningRate);
  const label =
    recovery.step !== null
      ? text.recover(recovery.step, rate)
      : recovery.lane === null
        ? text.restart(rate)
        : text.restartLane(laneName(recovery.lane), rate);
  return (
    <div className="notice is-error" role="alert">
      <div className="notice-text">
        {stops.map(({ lane, reason }) => (
          <p key={lane}>{reason}</p>
        ))}
      </div>
      {locked.includes(recovery.lane === null ? 'learningRate' : 'lanes') ? (
        <p>{text.rateLocked}</p>
      ) : (
        <button type="button" className="plain-button" onClick={() => controller.recover(recovery)}>
          {label}
        </button>
      )}
    </div>
  );
}

/** Why the run paused by itself. */
function GoalNotice(): ReactNode {
  const goal = useRun((state) => state.goal);
  return goal === null ? null : <Notice id={`goal ${goal}`}>{text.goal(goal)}</Notice>;
}

/** What of the address was not used: a few sentences in sight, however many there are. */
function Problems(): ReactNode {
  const problems = useConfig((state) => state.problems);
  const rest = problems.slice(2);
  if (problems.length === 0) return null;
  return (
    <Notice id={problems.join()}>
      {text.problem}
      {problems.slice(0, 2).join(' ')}{' '}
      {rest.length > 0 && (
        <details>
          <summary>{text.moreProblems(rest.length)}</summary>
          {rest.join(' ')}
        </details>
      )}
    </Notice>
  );
}

/** What a preset, or the default settings, did not change. */
function KeptNotice(): ReactNode {
  const kept = useConfig((state) => state.kept);
  if (kept.length === 0) return null;
  const labels = fields.filter(({ key }) => kept.includes(key)).map(({ label }) => label);
  return <Notice id={`kept ${kept.join()}`}>{text.kept(labels.join(', '))}</Notice>;
}
