import { useState, type ReactNode } from 'react';
import type { DroppedFile } from '../../../data/droppedFiles.ts';
import { FileChoice } from '../../components/FileChoice.tsx';
import { useConfig, useLab } from '../../context.ts';
import { setConfig } from '../../store/config.ts';
import { strings } from '../../strings.ts';
import { sortDrop } from './drop.ts';
import { chosenFiles } from '../../datasets/droppedEntries.ts';
import { useDroppedFiles } from '../../datasets/useDroppedFiles.ts';

const text = strings.data;

/**
 * Takes files dropped anywhere on the page, or chosen here, and the data set that they belong to. What comes of a drop is
 * said in any case; that files can be dropped, or chosen in a dialog, where `offersDialog`.
 */
export function DropZone({ offersDialog }: { offersDialog: boolean }): ReactNode {
  const { config: store } = useLab();
  const files = useConfig((state) => state.files);
  // Files wait here until a set is complete.
  const [waiting, setWaiting] = useState<readonly DroppedFile[]>([]);
  const [message, setMessage] = useState('');

  const take = (fresh: readonly DroppedFile[]) => {
    if (fresh.length === 0) return;
    const { config, locked } = store.getState();
    const chosen = config.dataset;
    const sorted = sortDrop({ fresh, waiting, chosen, isLocked: locked.includes('dataset') });
    if ('message' in sorted) {
      setMessage(sorted.message);
      setWaiting(sorted.waiting);
      return;
    }
    setMessage('');
    setWaiting([]);
    if (sorted.dataset !== chosen) setConfig(store, { dataset: sorted.dataset });
    store.setState({ files: sorted.files });
  };
  const fail = (error: unknown) => setMessage(text.unreadableDrop(String(error)));

  useDroppedFiles(take, fail);

  return (
    <div className="data-drop">
      <div hidden={!offersDialog}>
        <div className="data-choices">
          <FileChoice label={text.chooseFiles} onChoose={(list) => take(chosenFiles(list))} />
          <FileChoice label={text.chooseFolder} isFolder onChoose={(list) => take(chosenFiles(list))} />
        </div>
        <p className="caption">{text.drop}</p>
      </div>
      {message !== '' && (
        <p className="drop-message" role="status">
          {message}
        </p>
      )}
      {files.length > 0 && (
        <p className="data-line">
          {text.dropped(files.length)}{' '}
          <button type="button" className="link-button" onClick={() => store.setState({ files: [] })}>
            {text.forgetDropped}
          </button>
        </p>
      )}
    </div>
  );
}
