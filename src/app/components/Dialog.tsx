import { useId, type ReactNode } from 'react';
import { strings } from '../strings.ts';
import './Dialog.css';

interface DialogProps {
  readonly title: string;
  readonly onClose: () => void;
  /** For tables. */
  readonly isWide?: boolean;
  readonly children: ReactNode;
}

/** A modal dialog of the browser's own: it keeps the focus, closes on Escape and gives the focus back. */
export function Dialog({ title, onClose, isWide = false, children }: DialogProps): ReactNode {
  const id = useId();
  return (
    <dialog
      className={isWide ? 'dialog is-wide' : 'dialog'}
      aria-labelledby={id}
      ref={(dialog) => {
        if (dialog && !dialog.open) dialog.showModal();
      }}
      onClose={onClose}
    >
      <h2 id={id}>{title}</h2>
      {children}
      <form method="dialog">
        <button className="plain-button">{strings.dialog.close}</button>
      </form>
    </dialog>
  );
}
