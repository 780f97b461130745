import type { ReactNode } from 'react';
import { WithFlags } from '../components/WithFlags.tsx';
import { strings } from '../strings.ts';
import type { NoGpuReason } from '../store/run.ts';
import './NoWebGpu.css';

const text = strings.noWebGpu;

/** Instead of a blank page: the reason, and what to do about it. */
export function NoWebGpu({ reason }: { reason: NoGpuReason }): ReactNode {
  return (
    <main className="no-webgpu">
      <h1>{text.title}</h1>
      <p>{text.intro}</p>
      <p className="reason">{text.reasons[reason]}</p>
      <h2>{text.whatToDo}</h2>
      <Remedies />
      <button type="button" className="plain-button" onClick={() => location.reload()}>
        {text.retry}
      </button>
    </main>
  );
}

/** What to do about it, by browser. */
export function Remedies(): ReactNode {
  return (
    <dl>
      {text.remedies.map(({ browser, steps }) => (
        <div key={browser}>
          <dt>{browser}</dt>
          <dd>
            <WithFlags>{steps}</WithFlags>
          </dd>
        </div>
      ))}
    </dl>
  );
}
