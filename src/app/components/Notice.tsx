import type { ReactNode } from 'react';
import { useLab, useView } from '../context.ts';
import { strings } from '../strings.ts';
import './Notice.css';

/** A notice that can be closed; `id` names it among those closed. */
export function Notice({ id, children }: { id: string; children: ReactNode }): ReactNode {
  const { view } = useLab();
  const isClosed = useView(({ closedNotices }) => closedNotices.includes(id));
  if (isClosed) return null;
  return (
    <div className="notice">
      <div className="notice-text">{children}</div>
      <button
        type="button"
        className="close-notice"
        aria-label={strings.notices.close}
        onClick={() => view.setState(({ closedNotices }) => ({ closedNotices: [...closedNotices, id] }))}
      >
        ×
      </button>
    </div>
  );
}
