import { useEffect, useMemo, useState, type ReactNode } from 'react';
import { pressable } from '../../components/pressable.ts';
import { Tabs } from '../../components/Tabs.tsx';
import { useLab, useRun, useView } from '../../context.ts';
import { askForSlowStep } from '../../slowMotion.ts';
import { slowMotionStrings } from '../../slowMotionStrings.ts';
import { useMedia } from '../../useMedia.ts';
import { LaneViews } from './LaneViews.tsx';
import { phases } from './phases.tsx';
import { useLook, type Look } from './useLook.ts';
import './SlowMotion.css';

const text = slowMotionStrings;

/** How long a phase stays before the next follows by itself. */
const phaseMs = 4000;

/** One step of training phase by phase, with what it computed in this layer. */
export default function SlowMotion({ layer }: { layer: number }): ReactNode {
  const lab = useLab();
  const { controller, view } = lab;
  const look = useLook(useMemo(() => ({ kind: 'step', layer }) as const, [layer]));
  const isWanted = useView((state) => state.isSlowStepWanted);
  const status = useRun((state) => state.status);
  const replay = useRun((state) => state.replay?.kind ?? null);
  // Below the effect of `useLook`: the worker hears what is looked at before it hears of the step.
  useEffect(() => {
    if (!isWanted || status !== 'paused' || replay !== null) return;
    view.setState({ isSlowStepWanted: false });
    controller.step();
  }, [controller, view, isWanted, status, replay]);
  const isOver = replay === 'only' || status === 'finished' || status === 'stopped';
  const isRunning = status === 'running';
  return (
    <Walk look={look} isRunning={isRunning}>
      <button type="button" className="plain-button" {...pressable(isOver, () => askForSlowStep(lab))}>
        {isRunning && replay === null ? text.pauseAndTake : text.take}
      </button>
    </Walk>
  );
}

const last = phases.length - 1;

interface WalkProps {
  readonly look: Look<'step'> | null;
  readonly isRunning: boolean;
  /** What takes a step. */
  readonly children: ReactNode;
}

function Walk({ look, isRunning, children }: WalkProps): ReactNode {
  const isStill = useMedia('(prefers-reduced-motion: reduce)');
  const of = isRunning ? null : look?.step;
  const begin = { of, at: 0, isWalking: !isStill && !isRunning && look !== null };
  const [walked, setWalked] = useState(begin);
  // A new step is walked from its first phase; the buttons stay, and with them the focus.
  const { at, isWalking } = walked.of === of ? walked : begin;
  const go = (to: number) => setWalked({ of, at: Math.max(0, Math.min(last, to)), isWalking: false });
  useEffect(() => {
    if (!isWalking) return;
    const next = { of, at: Math.min(last, at + 1), isWalking: at < last };
    const timer = setTimeout(() => setWalked(next), phaseMs);
    return () => clearTimeout(timer);
  }, [isWalking, of, at]);
  return (
    <div className="slow-motion">
      <div className="slow-says">
        <p aria-live="polite">{look ? text.says[phases[at]!.name] : text.waiting}</p>
        <span className="slow-buttons">
          {look && <span className="caption">{text.step(look.step + 1)}</span>}
          {children}
          <button type="button" className="plain-button" {...pressable(!look || at === 0, () => go(at - 1))}>
            {text.back}
          </button>
          <button
            type="button"
            className="plain-button"
            {...pressable(!look || at === last, () => go(at + 1))}
          >
            {text.next}
          </button>
          <button
            type="button"
            className="plain-button"
            {...pressable(!look, () =>
              setWalked({ of, at: !isWalking && at === last ? 0 : at, isWalking: !isWalking }),
            )}
          >
            {isWalking ? text.hold : text.walk}
          </button>
        </span>
      </div>
      {look && (
        <Tabs
          label={text.phases}
          chosen={phases[at]!.name}
          onChoose={(name) => go(phases.findIndex((phase) => phase.name === name))}
          tabs={phases.map(({ name, View, sizeOf }, i) => ({
            name,
            title: `${i + 1} ${text.titles[name]}`,
            content: (
              <LaneViews
                lanes={look.lanes}
                view={(lane, index) => <View {...{ lane, index }} size={largestOf(look, sizeOf)} />}
              />
            ),
          }))}
        />
      )}
    </div>
  );
}

/** One scale for all lanes. */
function largestOf({ lanes }: Look<'step'>, sizeOf: (typeof phases)[number]['sizeOf']): number {
  return Math.max(1e-12, ...lanes.map((lane) => (lane ? sizeOf(lane) : 0)));
}
