import type { ReactNode } from 'react';
import { adapterName } from '../adapter.ts';
import { useConfig, useLab, useRun, useView } from '../context.ts';
import { defaultConfig } from '../../train/config.ts';
import { setConfig } from '../store/config.ts';
import './Notices.css';

const text = {
  software: (name: string) =>
    `${name} is a software adapter: the results are right, but training is tens of times slower than on a GPU.`,
  softwareRemedy:
    'Switch on “Use graphics acceleration” in the browser’s system settings. On Linux start Chrome with --enable-unsafe-webgpu --enable-features=Vulkan --ignore-gpu-blocklist, and look at chrome://gpu for the reason.',
  problem: 'From the address: ',
  lost: (step: number, reason: string) =>
    `The GPU device was lost at step ${step} (${reason}). The networks are being built again; what they had learned is gone. If this keeps happening, choose a smaller batch, model or width.`,
  tryAgain: 'Try again',
  defaults: 'Use the default settings',
  close: 'Close this notice',
};

/** What the user should know, one sentence each; an error has its way out beside it. */
export function Notices(): ReactNode {
  const { config: configStore, controller } = useLab();
  const problems = useConfig((state) => state.problems);
  const adapter = useRun((state) => state.adapter);
  const error = useRun((state) => state.error);
  const lost = useRun(({ status, step, lostReason }) =>
    status === 'lost' || lostReason !== null ? text.lost(step, lostReason ?? 'no reason given') : null,
  );
  const notes = useRun(({ ready }) => ready?.notes);
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
      {lost !== null && (
        <div className="notice is-error" role="alert">
          <p>{lost}</p>
        </div>
      )}
      {problems.map((problem) => (
        <Notice key={problem} id={problem}>
          {text.problem}
          {problem}
        </Notice>
      ))}
      {notes?.map((note) => (
        <Notice key={note} id={note}>
          {note}
        </Notice>
      ))}
      {adapter?.isFallback && (
        <Notice id="software adapter">
          {text.software(adapterName(adapter))} <span className="remedy">{text.softwareRemedy}</span>
        </Notice>
      )}
    </div>
  );
}

/** A notice that can be closed; `id` names it among those closed. */
function Notice({ id, children }: { id: string; children: ReactNode }): ReactNode {
  const { view } = useLab();
  const isClosed = useView(({ closedNotices }) => closedNotices.includes(id));
  if (isClosed) return null;
  return (
    <div className="notice">
      <p>{children}</p>
      <button
        type="button"
        className="close-notice"
        aria-label={text.close}
        onClick={() => view.setState(({ closedNotices }) => ({ closedNotices: [...closedNotices, id] }))}
      >
        ×
      </button>
    </div>
  );
}
