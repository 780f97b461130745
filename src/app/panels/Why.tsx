import type { ReactNode } from 'react';
import { Empty, Panel } from '../components/Panel.tsx';
import { strings } from '../strings.ts';

const text = strings.why;

/** What happened and why, each note with its evidence. */
export function Why(): ReactNode {
  return (
    <Panel title={text.title} className="why">
      <Empty>{text.empty}</Empty>
    </Panel>
  );
}
