import { useCallback, useEffect, useState, type ReactNode } from 'react';
import type { FileStore, StoredFile } from '../../../data/delivery/store.ts';
import { bytes } from '../../../util/format.ts';
import { openBrowserStore } from '../../../worker/browserStore.ts';
import { useConfig, useLab } from '../../context.ts';
import { exploreStrings } from '../../exploreStrings.ts';
import { findRow } from '../../datasets/row.ts';
import { wholeKeys } from '../../dataKept.ts';
import { MirrorList } from './MirrorList.tsx';
import { SourceFiles } from './SourceFiles.tsx';

const text = exploreStrings.files;
/** Milliseconds that a deletion waits for a download of the same file to end. */
const patienceMs = 500;

interface Shelf {
  readonly store: FileStore | null;
  readonly files: readonly StoredFile[];
  /** Bytes that the browser still grants. */
  readonly free: number;
}

/** Licence, source and files of the set, what this browser keeps of all sets, and mirrors of the user's own. */
export function Files(): ReactNode {
  const row = useConfig(({ config }) => findRow(config.dataset));
  const { view } = useLab();
  const [shelf, setShelf] = useState<Shelf | null>(null);
  const [message, setMessage] = useState('');
  const load = useCallback(async () => {
    const store = await openBrowserStore();
    const { quota = 0, usage = 0 } = await navigator.storage.estimate();
    const files = (await store?.list()) ?? [];
    setShelf({ store, files, free: Math.max(0, quota - usage) });
    view.setState({ storedFiles: wholeKeys(files) });
  }, [view]);
  useEffect(() => {
    load().catch((error: unknown) => setMessage(String(error)));
  }, [load]);
  return (
    <div className="explore-files">
      <dl className="explore-about">
        <dt>{text.licence}</dt>
        <dd>{row?.licence}</dd>
        <dt>{text.citation}</dt>
        <dd>{row?.citation}</dd>
      </dl>
      <SourceFiles kept={new Set(wholeKeys(shelf?.files ?? []))} />
      {shelf && <StoredFiles shelf={shelf} onChange={load} />}
      {message !== '' && <p role="status">{message}</p>}
      <MirrorList />
    </div>
  );
}

interface StoredFilesProps {
  readonly shelf: Shelf;
  /** Called after files were deleted. */
  readonly onChange: () => Promise<void>;
}

function StoredFiles({ shelf: { store, files, free }, onChange }: StoredFilesProps): ReactNode {
  const [sure, setSure] = useState<string | null>(null);
  const [message, setMessage] = useState('');

  const remove = async (key: string) => {
    setSure(null);
    setMessage('');
    const patience = AbortSignal.timeout(patienceMs);
    try {
      await store?.exclusively(key, patience, () => store.remove(key));
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      setMessage(patience.aborted ? text.busy(key) : text.undeleted(key, reason));
    }
    await onChange();
  };
  const total = files.reduce((sum, file) => sum + file.bytes, 0);
  return (
    <section>
      <h3>{text.kept}</h3>
      {files.length === 0 && <p className="caption">{store ? text.none : text.noStore}</p>}
      {files.length > 0 && (
        <>
          <ul className="stored-files" aria-label={text.kept}>
            {files.map(({ key, bytes: size, address, isWhole }) => (
              <li key={key}>
                <span title={address ?? undefined}>{key}</span>
                <span>{isWhole ? bytes(size) : text.part(bytes(size))}</span>
                <button
                  type="button"
                  className="link-button"
                  aria-label={sure === key ? undefined : text.deleteFile(key)}
                  onBlur={() => setSure(null)}
                  onClick={() => (sure === key ? void remove(key) : setSure(key))}
                >
                  {sure === key ? text.sure : text.delete}
                </button>
              </li>
            ))}
          </ul>
          <p className="caption">{text.total(bytes(total), bytes(free))}</p>
        </>
      )}
      {message !== '' && <p role="status">{message}</p>}
    </section>
  );
}
