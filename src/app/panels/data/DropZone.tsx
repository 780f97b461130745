import { useState, type ReactNode } from 'react';
import { datasets } from '../../../data/datasets.ts';
import { guessDataset, missingFiles, type DroppedFile } from '../../../data/droppedFiles.ts';
import { FileChoice } from '../../components/FileChoice.tsx';
import { useConfig, useLab } from '../../context.ts';
import { setConfig } from '../../store/config.ts';
import { strings } from '../../strings.ts';
import { chosenFiles } from './droppedEntries.ts';
import { useDroppedFiles } from './useDroppedFiles.ts';

const text = strings.data;

/** Takes files dropped anywhere on the page, or chosen here, and the data set that they belong to. */
export function DropZone(): ReactNode {
  const { config: store } = useLab();
  const files = useConfig((state) => state.files);
  // Files wait here until a set is complete; a part of it would only make the run fail.
  const [waiting, setWaiting] = useState<readonly DroppedFile[]>([]);
  const [message, setMessage] = useState('');

  const take = (fresh: readonly DroppedFile[]) => {
    if (fresh.length === 0) return;
    const chosen = store.getState().config.dataset;
    const name = guessDataset(
      fresh.map(({ path }) => path),
      chosen,
    );
    if (name === null) {
      setMessage(text.unknownDrop(fresh[0]!.path));
      return;
    }
    const all = [...waiting.filter(({ path }) => !fresh.some((file) => file.path === path)), ...fresh];
    const missing = missingFiles(
      all.map(({ path }) => path),
      name,
    );
    if (missing.length > 0) {
      const title = datasets.find((row) => row.name === name)?.title ?? name;
      setMessage(text.missingDrop(title, missing.join(', ')));
      setWaiting(all);
      return;
    }
    setMessage('');
    setWaiting([]);
    if (name !== chosen) setConfig(store, { dataset: name });
    store.setState({ files: all });
  };
  const fail = (error: unknown) => setMessage(text.unreadableDrop(String(error)));

  useDroppedFiles(take, fail);

  return (
    <div className="data-drop">
      <div className="data-choices">
        <FileChoice label={text.chooseFiles} onChoose={(list) => take(chosenFiles(list))} />
        <FileChoice label={text.chooseFolder} isFolder onChoose={(list) => take(chosenFiles(list))} />
      </div>
      <p className="caption">{text.drop}</p>
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
