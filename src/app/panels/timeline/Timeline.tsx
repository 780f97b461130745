import type { ReactNode } from 'react';
import { useIsHidden } from '../../access.ts';
import { pressable } from '../../components/pressable.ts';
import { useCurvesVersion, useLab, useRun } from '../../context.ts';
import { grouped } from '../../../util/format.ts';
import { strings } from '../../strings.ts';
import { FlagList } from './FlagList.tsx';
import { Playhead } from './Playhead.tsx';
import './Timeline.css';

const text = strings.timeline;
/** Ticks drawn at most. */
const maxTicks = 12;

/** The run from its first to its last step: epochs, flags, and checkpoints to go back to. */
export function Timeline(): ReactNode {
  const { controller, curves } = useLab();
  useCurvesVersion();
  const checkpoints = useRun((state) => state.checkpoints);
  const step = useRun((state) => state.step);
  const ready = useRun((state) => state.ready);
  const total = ready?.totalSteps ?? 1;
  const share = (at: number) => `${(100 * Math.min(at, total)) / total}%`;
  const epochs = ready ? Math.floor(ready.totalSteps / ready.stepsPerEpoch) : 0;
  const every = Math.max(1, Math.ceil(epochs / maxTicks));
  if (useIsHidden('timeline')) return null;
  return (
    <section className="timeline" aria-label={text.title}>
      <div className="track">
        <span className="done" style={{ width: share(step) }} />
        {ready &&
          Array.from({ length: Math.floor(epochs / every) }, (_, i) => (i + 1) * every).map((epoch) => (
            <span key={epoch} className="tick" style={{ left: share(epoch * ready.stepsPerEpoch) }}>
              <span className="tick-label">{epoch}</span>
            </span>
          ))}
        {curves.flags.map((flag) => (
          <span
            key={`${flag.step} ${flag.text}`}
            className="run-flag"
            style={{ left: share(flag.step) }}
            title={text.flag(grouped(flag.step), flag.text)}
            aria-hidden="true"
          />
        ))}
        {checkpoints.map((at) => (
          <button
            key={at}
            type="button"
            className="checkpoint"
            style={{ left: share(at) }}
            aria-label={text.rewind(grouped(at))}
            title={text.rewind(grouped(at))}
            {...pressable(at >= step, () => controller.rewind(at))}
          />
        ))}
        <Playhead checkpoints={checkpoints} step={Math.min(step, total)} total={total} />
      </div>
      <div className="foot">
        <p className="caption">{checkpoints.length === 0 ? text.empty : text.branch}</p>
        <FlagList flags={curves.flags} />
      </div>
    </section>
  );
}
