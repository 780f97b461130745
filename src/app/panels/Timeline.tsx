import type { ReactNode } from 'react';
import { strings } from '../strings.ts';
import './Timeline.css';

const text = strings.timeline;

/** The run from its first step to its last: epochs, changes, checkpoints. */
export function Timeline(): ReactNode {
  return (
    <section className="timeline" aria-label={text.title}>
      <p className="caption">{text.empty}</p>
    </section>
  );
}
