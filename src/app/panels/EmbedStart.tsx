import type { ReactNode } from 'react';
import { useLab, useRun } from '../context.ts';
import { strings } from '../strings.ts';
import './EmbedStart.css';

const text = strings.embed;

/** Inside another page: what starts the run, and the way to the whole page. */
export function EmbedStart(): ReactNode {
  const { controller } = useLab();
  const hasBegun = useRun(({ runId }) => runId > 0);
  const whole = new URL(location.href);
  whole.searchParams.delete('embed');
  whole.hash = whole.hash.replace(/&?embed=[^&]*/, '');
  return (
    <>
      {!hasBegun && (
        <div className="embed-start">
          <button type="button" className="start-button" onClick={controller.play}>
            {text.start}
          </button>
          <p>{text.about}</p>
        </div>
      )}
      <a className="embed-link" href={whole.href} target="_blank" rel="noreferrer">
        {text.open}
      </a>
    </>
  );
}
