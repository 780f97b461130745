import type { ReactNode } from 'react';
import { Empty, Panel } from '../components/Panel.tsx';
import { strings } from '../strings.ts';

const text = strings.confusion;

/** Which classes are taken for which: A, B and their difference. */
export function Confusion(): ReactNode {
  return (
    <Panel title={text.title} className="confusion">
      <Empty>{text.empty}</Empty>
    </Panel>
  );
}
