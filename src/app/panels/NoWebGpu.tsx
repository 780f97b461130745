import type { ReactNode } from 'react';
import { WithFlags } from '../components/WithFlags.tsx';
import { strings } from '../strings.ts';
import './NoWebGpu.css';

/** `insecure`: WebGPU exists only on https and localhost. `missing`: no `navigator.gpu`. `noAdapter`: none is offered. */
export type NoGpuReason = 'insecure' | 'missing' | 'noAdapter';

const text = strings.noWebGpu;

/** Instead of a blank page: the reason, and what to do about it. */
export function NoWebGpu({ reason }: { reason: NoGpuReason }): ReactNode {
  return (
    <main className="no-webgpu">
      <h1>{text.title}</h1>
      <p>{text.intro}</p>
      <p className="reason">{text.reasons[reason]}</p>
      <h2>{text.whatToDo}</h2>
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
      <button type="button" className="plain-button" onClick={() => location.reload()}>
        {text.retry}
      </button>
    </main>
  );
}
