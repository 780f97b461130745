import { useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
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
    <div className="slow-motion">
      <div className="inside-tools">
        <button type="button" className="plain-button" disabled={isOver} onClick={() => askForSlowStep(lab)}>
          {isRunning && replay === null ? text.pauseAndTake : text.take}
        </button>
        {look && <span className="inside-looked caption">{text.step(look.step + 1)}</span>}
      </div>
      {look ? (
        <Walk key={isRunning ? 'running' : look.step} {...{ look, isRunning }} />
      ) : (
        <p className="caption">{text.waiting}</p>
      )}
    </div>
  );
}

const last = phases.length - 1;

function Walk({ look, isRunning }: { look: Look<'step'>; isRunning: boolean }): ReactNode {
  const isStill = useMedia('(prefers-reduced-motion: reduce)');
  const [at, setAt] = useState(0);
  const [isWalking, setWalking] = useState(!isStill && !isRunning);
  const ref = useRef<HTMLDivElement>(null);
  useEffect(() => {
    ref.current?.scrollIntoView({ block: 'nearest' });
  }, []);
  useEffect(() => {
    if (!isWalking) return;
    const timer = setTimeout(() => {
      if (at < last) setAt(at + 1);
      else setWalking(false);
    }, phaseMs);
    return () => clearTimeout(timer);
  }, [isWalking, at]);
  const go = (to: number) => {
    setWalking(false);
    setAt(Math.max(0, Math.min(last, to)));
  };
  return (
    <div className="slow-walk" ref={ref}>
      <Tabs
        label={text.phases}
        chosen={phases[at]!.name}
        onChoose={(name) => go(phases.findIndex((phase) => phase.name === name))}
        tabs={phases.map(({ name, View, sizeOf }, i) => ({
          name,
          title: `${i + 1} ${text.titles[name]}`,
          content: (
            <>
              <div className="slow-says">
                <p aria-live="polite">{text.says[name]}</p>
                <span className="slow-buttons">
                  <button
                    type="button"
                    className="plain-button"
                    disabled={at === 0}
                    onClick={() => go(at - 1)}
                  >
                    {text.back}
                  </button>
                  <button
                    type="button"
                    className="plain-button"
                    disabled={at === last}
                    onClick={() => go(at + 1)}
                  >
                    {text.next}
                  </button>
                  <button
                    type="button"
                    className="plain-button"
                    onClick={() => {
                      if (!isWalking && at === last) setAt(0);
                      setWalking(!isWalking);
                    }}
                  >
                    {isWalking ? text.hold : text.walk}
                  </button>
                </span>
              </div>
              <LaneViews
                lanes={look.lanes}
                view={(lane, index) => <View {...{ lane, index }} size={largestOf(look, sizeOf)} />}
              />
            </>
          ),
        }))}
      />
    </div>
  );
}

/** One scale for all lanes. */
function largestOf({ lanes }: Look<'step'>, sizeOf: (typeof phases)[number]['sizeOf']): number {
  return Math.max(1e-12, ...lanes.map((lane) => (lane ? sizeOf(lane) : 0)));
}
