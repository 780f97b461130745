import type { ReactNode } from 'react';
import { adapterName } from '../adapter.ts';
import { useConfig, useLab, useRun, useView } from '../context.ts';
import { defaultConfig } from '../../train/config.ts';
import { setConfig } from '../store/config.ts';
import { WithFlags } from '../components/WithFlags.tsx';
import './Notices.css';

const text = {
  software: (name: string) =>
    `${name} is a software adapter: right results, but tens of times slower than a GPU.`,
  whatToDo: 'What to do',
  softwareRemedy:
    'Switch on graphics acceleration in the browser’s system settings; on Linux start Chrome with --enable-unsafe-webgpu --enable-features=Vulkan --ignore-gpu-blocklist (chrome://gpu says why).',
  problem: 'From the address: ',
  lost: (reason: string) => `The GPU device was lost (${reason}).`,
  rebuilding: (step: number) => `The networks are being built again as they were at step ${step}.`,
  rebuilt: (step: number) =>
    `The networks were built again as they were at step ${step}. If it happens again, choose a smaller batch, model or width.`,
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
  const lost = useRun((state) => state.lost);
  const status = useRun((state) => state.status);
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
        <Notice id={`lost ${lost.step} ${lost.reason}`}>
          {text.lost(lost.reason)}{' '}
          {status === 'lost' || status === 'preparing' ? text.rebuilding(lost.step) : text.rebuilt(lost.step)}
        </Notice>
      )}
      {problems.map((problem) => (
        <Notice key={problem} id={problem}>
          {text.problem}
          {problem}
        </Notice>
      ))}
      {adapter?.isFallback && (
        <Notice id="software adapter">
          {text.software(adapterName(adapter))}
          <details>
            <summary>{text.whatToDo}</summary>
            <WithFlags>{text.softwareRemedy}</WithFlags>
          </details>
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
      <div className="notice-text">{children}</div>
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
