import { useEffect, type ReactNode } from 'react';
import { adapterName } from '../adapter.ts';
import { useConfig, useLab, useRun, useView } from '../context.ts';
import { areWhole, dataKept, lookForStoredFiles } from '../dataKept.ts';
import { findRow } from '../datasets/row.ts';
import { bytes, grouped, unknown } from '../../util/format.ts';
import type { ReadyEvent } from '../store/run.ts';
import { strings } from '../strings.ts';
import { sharedMemory } from '../../train/sharedMemory.ts';
import './StatusLine.css';

const text = strings.statusLine;

/** One line on where the run lives and what it takes; a recording takes nothing here. */
export function StatusLine(): ReactNode {
  const status = useRun((state) => state.status);
  const isReplay = useRun(({ replay }) => replay !== null);
  const hasCrashed = useRun((state) => state.hasCrashed);
  const adapter = useRun((state) => state.adapter);
  const ready = useRun((state) => state.ready);
  const notes = ready?.notes.join(' ') ?? '';
  return (
    <footer className="status-line">
      <span>{(isReplay ? { ...text.states, ...text.recorded } : text.states)[status]}</span>
      <span>
        {adapter ? `${adapterName(adapter)}${adapter.isFallback ? text.software : ''}` : text.noAdapter}
      </span>
      <Data />
      {!isReplay && <span>{text.memory(ready ? bytes(memoryOf(ready)) : unknown)}</span>}
      {ready && <span>{text.images(grouped(ready.trainSize), grouped(ready.testSize))}</span>}
      {!isReplay && <span>{hasCrashed ? text.workerStopped : text.worker}</span>}
      {notes !== '' && (
        <span className="status-notes" title={notes}>
          {notes}
        </span>
      )}
      <span className="privacy">{text.privacy}</span>
    </footer>
  );
}

/** Bytes of GPU memory that a run takes: its networks, its images and its batches. */
function memoryOf({ config, shape, trainSize, testSize, lanes }: ReadyEvent): number {
  const { images, batches } = sharedMemory(config.batchSize, shape, trainSize + testSize);
  return lanes.reduce((sum, { bufferBytes }) => sum + bufferBytes, images + batches);
}

/** Whether the data set stays in this browser; of a recording's there is nothing to say. */
function Data(): ReactNode {
  const { view } = useLab();
  const isMade = useConfig(({ config, running }) => findRow((running ?? config).dataset)?.embedded ?? false);
  const isOwn = useConfig(({ runningFiles }) => runningFiles.length > 0);
  const files = useRun(({ delivery }) => delivery?.files) ?? [];
  const isReplay = useRun(({ replay }) => replay !== null);
  const stored = useView(({ storedFiles }) => storedFiles);
  const isWhole = areWhole(files);
  useEffect(() => {
    if (isWhole) lookForStoredFiles(view).catch(() => undefined);
  }, [view, isWhole]);
  const kept = isReplay ? null : dataKept({ isMade, isOwn, files, stored });
  return kept && <span title={text.dataHelp}>{text.data[kept]}</span>;
}
