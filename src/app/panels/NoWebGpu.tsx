import type { ReactNode } from 'react';
import Remedies from '../components/Remedies.tsx';
import { noWebGpuStrings as text } from '../noWebGpuStrings.ts';
import { strings } from '../strings.ts';
import type { NoGpuReason } from '../store/run.ts';
import './NoWebGpu.css';

/** Instead of a blank page: the reason, and what to do about it. */
export default function NoWebGpu({ reason }: { reason: NoGpuReason }): ReactNode {
  return (
    <main className="no-webgpu">
      <h1>{text.title}</h1>
      <p>{text.intro}</p>
      <p className="reason">{strings.noWebGpu.reasons[reason]}</p>
      <h2>{text.whatToDo}</h2>
      <Remedies />
      <button type="button" className="plain-button" onClick={() => location.reload()}>
        {text.retry}
      </button>
    </main>
  );
}
