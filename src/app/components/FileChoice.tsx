import type { ReactNode } from 'react';
import './FileChoice.css';

interface FileChoiceProps {
  readonly label: string;
  readonly isFolder?: boolean;
  /** As of the input's `accept`. */
  readonly accept?: string;
  readonly onChoose: (list: FileList) => void;
}

/** A button that opens the browser's dialog for files. */
export function FileChoice({ label, isFolder = false, accept, onChoose }: FileChoiceProps): ReactNode {
  return (
    <label className="plain-button file-choice">
      {label}
      <input
        type="file"
        multiple
        className="visually-hidden"
        aria-label={label}
        accept={accept}
        {...(isFolder && { webkitdirectory: '' })}
        onChange={(event) => {
          if (event.target.files) onChoose(event.target.files);
          event.target.value = '';
        }}
      />
    </label>
  );
}
