import type { ReactNode } from 'react';
import { adapterName } from '../adapter.ts';
import { Notice } from '../components/Notice.tsx';
import { WithFlags } from '../components/WithFlags.tsx';
import { useRun } from '../context.ts';
import { strings } from '../strings.ts';

const text = strings.notices;

/** That the adapter is none of a GPU. It is known late: this stands where nothing has to move for it. */
export function SoftwareNotice(): ReactNode {
  const adapter = useRun((state) => state.adapter);
  const isReplay = useRun(({ replay }) => replay !== null);
  if (!adapter?.isFallback || isReplay) return null;
  return (
    <Notice id="software adapter">
      {text.software(adapterName(adapter))}{' '}
      <details>
        <summary>{text.whatToDo}</summary>
        <WithFlags>{text.softwareRemedy}</WithFlags>
      </details>
    </Notice>
  );
}
