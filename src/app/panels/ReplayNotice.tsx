import { Suspense, useState, type ReactNode } from 'react';
import { lazily } from '../components/lazily.tsx';
import { adapterName } from '../adapter.ts';
import { useConfig, useRun, useView } from '../context.ts';
import { defaultConfig } from '../../train/config.ts';
import { strings } from '../strings.ts';
import { describeDifference } from '../../train/parse.ts';
import { formatHash } from '../url.ts';

const Remedies = lazily(() => import('../components/Remedies.tsx'));

const text = strings.notices;

/**
 * What is shown is a recording: who made it, and how to get to a run of one's own. Said before the recording is there, so
 * that nothing moves when it is.
 */
export function ReplayNotice(): ReactNode {
  const replay = useRun((state) => state.replay);
  const adapter = useRun((state) => state.adapter);
  const noGpu = useRun((state) => state.noGpu);
  const isPresenting = useView((state) => state.isPresenting);
  const isEmbedded = useView(({ link }) => link.embed);
  const isLoading = useRun(({ runId }) => runId === 0) && !isEmbedded;
  // What was recorded stands for the default settings, which leave the address empty.
  const isOther = useConfig(({ config }) => formatHash(config) !== '');
  const { lanes } = useConfig(({ running }) => running ?? defaultConfig);
  if (!replay && !isLoading) return null;
  const about = replay ? text.recorded(replay.made, adapter ? adapterName(adapter) : '') : text.loading;
  return (
    <div className="notice is-calm" role="note">
      <div className="notice-text">
        {isPresenting ? text.recordedBriefly : about} {!isPresenting && `${describeDifference(lanes)} `}
        {isOther && `${text.notLinked} `}
        {!isPresenting &&
          (noGpu ? strings.noWebGpu.reasons[noGpu] : isOther ? text.playLinked : text.playYourself)}{' '}
        {noGpu && !isPresenting && <WhatToDo />}
      </div>
    </div>
  );
}

/** The ways to WebGPU, once they are asked for. */
function WhatToDo(): ReactNode {
  const [isOpen, setOpen] = useState(false);
  return (
    <details onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{text.whatToDo}</summary>
      {isOpen && (
        <Suspense>
          <Remedies />
        </Suspense>
      )}
    </details>
  );
}
