import type { ReactNode } from 'react';
import { useConfig, useLab, useRun, useView } from '../context.ts';
import { needsRestart } from '../store/config.ts';
import { isPlaying } from '../store/run.ts';
import { paces, saveSpeed } from '../speed.ts';
import { askForSlowStep } from '../slowMotion.ts';
import { strings } from '../strings.ts';
import { ChoiceControl } from './controls.tsx';
import { pressable } from './pressable.ts';
import './Transport.css';

const text = strings.transport;

/** Reset, Play or Pause, Step, Epoch, Speed. */
export function Transport(): ReactNode {
  const lab = useLab();
  const { controller } = lab;
  const playing = useRun(isPlaying);
  const replay = useRun((state) => state.replay?.kind ?? null);
  const isAtEnd = useRun(
    ({ status, error }) => status === 'finished' || (status === 'stopped' && error === null),
  );
  // After a preview comes a run of the user's own.
  const isFinished = isAtEnd && replay !== 'preview';
  // Untouched networks follow the form by themselves.
  const hasBegun = useRun(({ step }) => step > 0);
  const isStale = useConfig(needsRestart) && hasBegun && replay === null;
  const hint = isFinished ? text.finished : undefined;
  return (
    <div className="transport" role="group" aria-label={text.title}>
      <div className="transport-reset">
        <button
          type="button"
          className="transport-button"
          data-stale={isStale}
          title={text.resetHelp}
          onClick={controller.reset}
        >
          <Icon path="M12 5V2L7 6.5 12 11V8a5 5 0 1 1-4.9 6H5a7 7 0 1 0 7-9z" />
          {text.reset}
        </button>
        {isStale && (
          <span className="restart-mark" title={text.restartHelp}>
            {text.restart}
          </span>
        )}
      </div>
      <button
        type="button"
        className="play-button"
        aria-label={playing ? text.pause : text.play}
        title={hint ?? (playing ? text.pauseHelp : text.playHelp)}
        {...pressable(isFinished, controller.togglePlay)}
      >
        <Icon path={playing ? 'M7 5h3.5v14H7zM13.5 5H17v14h-3.5z' : 'M8 4.5v15l12-7.5z'} />
      </button>
      <button
        type="button"
        className="transport-button"
        title={hint ?? text.stepHelp}
        {...pressable(isFinished, controller.step)}
      >
        <Icon path="M5 5v14l9-7zM16 5h3v14h-3z" />
        {text.step}
      </button>
      <button
        type="button"
        className="transport-button"
        title={hint ?? text.slowHelp}
        {...pressable(isFinished || replay === 'only', () => askForSlowStep(lab))}
      >
        <Icon path="M3 5h2.5v14H3zM7.5 5H10v14H7.5zM12 5v14l9-7z" />
        {text.slow}
      </button>
      <button
        type="button"
        className="transport-button"
        title={hint ?? text.epochHelp}
        {...pressable(isFinished, controller.epoch)}
      >
        <Icon path="M3 5v14l8-7zM11 5v14l8-7zM19 5h2.5v14H19z" />
        {text.epoch}
      </button>
      <Speed />
    </div>
  );
}

function Speed(): ReactNode {
  const { view, controller } = useLab();
  const stepsPerSecond = useView((state) => state.stepsPerSecond);
  return (
    <ChoiceControl
      label={text.speed}
      help={text.speedHelp}
      choices={[null, ...paces].map((pace) => ({
        value: String(pace),
        label: pace === null ? text.fullSpeed : text.pace(pace),
      }))}
      value={String(stepsPerSecond)}
      onChoose={(value) => {
        const wanted = paces.find((pace) => String(pace) === value) ?? null;
        view.setState({ stepsPerSecond: wanted });
        controller.setPace(wanted);
        saveSpeed(wanted);
      }}
    />
  );
}

function Icon({ path }: { path: string }): ReactNode {
  return (
    <svg viewBox="0 0 24 24" aria-hidden="true">
      <path d={path} fill="currentColor" />
    </svg>
  );
}
