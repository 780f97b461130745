import type { ReactNode } from 'react';
import { adapterName } from '../adapter.ts';
import { useRun } from '../context.ts';
import type { RunState } from '../store/run.ts';
import { bytes, grouped, unknown } from '../../util/format.ts';
import './StatusLine.css';

const statusText = {
  preparing: 'preparing',
  paused: 'paused',
  running: 'training',
  finished: 'finished',
  stopped: 'stopped',
  lost: 'device lost',
} as const satisfies Record<RunState['status'], string>;

/** One line on where the run lives and what it takes. */
export function StatusLine(): ReactNode {
  const status = useRun((state) => state.status);
  const hasCrashed = useRun((state) => state.hasCrashed);
  const adapter = useRun((state) => state.adapter);
  const ready = useRun((state) => state.ready);
  const memory = ready?.lanes.reduce((sum, { bufferBytes }) => sum + bufferBytes, 0);
  return (
    <footer className="status-line">
      <span>{statusText[status]}</span>
      <span>
        {adapter ? `${adapterName(adapter)}${adapter.isFallback ? ' (software)' : ''}` : 'no adapter yet'}
      </span>
      <span>GPU memory {memory === undefined ? unknown : bytes(memory)}</span>
      {ready && (
        <span>
          {grouped(ready.trainSize)} training, {grouped(ready.testSize)} test images
        </span>
      )}
      <span>{hasCrashed ? 'worker stopped' : 'worker ok'}</span>
      {ready && ready.notes.length > 0 && <span className="notes">{ready.notes.join(' ')}</span>}
      <span className="privacy">nothing leaves this device</span>
    </footer>
  );
}
