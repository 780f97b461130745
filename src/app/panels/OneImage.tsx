import type { ReactNode } from 'react';
import { Empty, Panel } from '../components/Panel.tsx';
import { strings } from '../strings.ts';

const text = strings.oneImage;

/** One image, and what every lane answers to it. */
export function OneImage(): ReactNode {
  return (
    <Panel title={text.title} className="one-image">
      <Empty>{text.empty}</Empty>
    </Panel>
  );
}
