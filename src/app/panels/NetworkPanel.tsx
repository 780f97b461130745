import type { ReactNode } from 'react';
import { Section } from '../components/controls.tsx';
import { useAccess } from '../access.ts';
import { FieldControl } from '../components/FieldControl.tsx';
import { useRun } from '../context.ts';
import { laneName } from '../../train/parse.ts';
import { grouped } from '../../util/format.ts';
import './NetworkPanel.css';

export function NetworkPanel(): ReactNode {
  const lanes = useRun(({ ready }) => ready?.lanes ?? null);
  const counts = lanes?.map(({ parameters }) => parameters) ?? [];
  const isOneCount = new Set(counts).size === 1;
  if (useAccess('network').isHidden) return null;
  return (
    <Section title="Network">
      <div className="network-grid">
        <FieldControl name="model" />
        <FieldControl name="width" />
      </div>
      <p className="caption parameters">
        {counts.length === 0
          ? '\u00a0'
          : isOneCount
            ? `${grouped(counts[0]!)} parameters`
            : `Parameters: ${counts.map((count, i) => `${laneName(i)} ${grouped(count)}`).join(', ')}`}
      </p>
    </Section>
  );
}
