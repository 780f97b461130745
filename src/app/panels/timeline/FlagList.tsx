import type { ReactNode } from 'react';
import { grouped } from '../../../util/format.ts';
import type { Flag } from '../../store/curves.ts';
import { strings } from '../../strings.ts';
import './FlagList.css';

const text = strings.timeline;

/** What the flags on the track say, for those who cannot point at them. */
export function FlagList({ flags }: { flags: readonly Flag[] }): ReactNode {
  if (flags.length === 0) return null;
  return (
    <details className="flag-list">
      <summary>{text.flags(flags.length)}</summary>
      <ul aria-label={text.flagList} tabIndex={0}>
        {flags.map(({ step, text: what }) => (
          <li key={`${step} ${what}`}>{text.flag(grouped(step), what)}</li>
        ))}
      </ul>
    </details>
  );
}
