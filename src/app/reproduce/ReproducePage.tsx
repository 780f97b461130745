import { useState, type ReactNode } from 'react';
import { findDataset } from '../../data/datasets.ts';
import { paperTable, tableDatasets, tableEpochs, tableLanes } from '../../train/reproduce/paperTable.ts';
import { cellOf, tableRows, tableText } from '../../train/reproduce/table.ts';
import { FileChoice } from '../components/FileChoice.tsx';
import { ResultTable } from '../components/ResultTable.tsx';
import { SidePage } from '../components/SidePage.tsx';
import { reproduceStrings as text } from '../reproduceStrings.ts';
import { RunTable } from './RunTable.tsx';
import { shippedRuns } from './shippedRuns.ts';
import { useOwnRuns } from './useOwnRuns.ts';
import './ReproducePage.css';

/** The page `#reproduce`: the paper's Table 1 beside the runs of the repository and those of the visitor. */
export function ReproducePage(): ReactNode {
  const own = useOwnRuns();
  const [dataset, setDataset] = useState<string>(tableDatasets[0]);
  const [epochs, setEpochs] = useState<number>(tableEpochs[0]);
  const cells = [...shippedRuns, ...own.runs].map(cellOf);
  const isShown = (cell: { readonly dataset: string; readonly epochs: number }) =>
    cell.dataset === dataset && cell.epochs === epochs;
  const published = Object.keys(paperTable).flatMap((model) =>
    tableLanes.map((lane) => ({ model, dataset, epochs, lane, settings: '' })),
  );
  const isPublished =
    tableDatasets.some((name) => name === dataset) && tableEpochs.some((length) => length === epochs);
  const rows = tableRows(
    isPublished ? published : [],
    shippedRuns.filter((run) => isShown(cellOf(run))),
    own.runs.filter((run) => isShown(cellOf(run))),
  );
  const { columns, rows: texts, notes } = tableText(rows);
  return (
    <SidePage title={text.title} about={text.about}>
      <p className="caption">{text.command}</p>
      <div className="reproduce-choices">
        <Choice
          label={text.dataset}
          value={dataset}
          options={unique([...tableDatasets, ...cells.map((cell) => cell.dataset)])}
          titleOf={(name) => findDataset(name).title}
          onChange={setDataset}
        />
        <Choice
          label={text.epochs}
          value={String(epochs)}
          options={unique([...tableEpochs, ...cells.map((cell) => cell.epochs)].sort((a, b) => a - b)).map(
            String,
          )}
          titleOf={(length) => length}
          onChange={(length) => setEpochs(Number(length))}
        />
        <FileChoice label={text.open} accept=".json" onChoose={own.choose} />
        <span className="caption">{text.drop}</span>
      </div>
      <div role="status">
        <ul className="reproduce-messages">
          {own.messages.map((message) => (
            <li key={message}>{message}</li>
          ))}
        </ul>
      </div>
      <ResultTable
        table={{
          title: text.tableTitle(findDataset(dataset).title, epochs),
          columns: withoutPlace(columns),
          rows: texts.map(withoutPlace),
          note: [text.reading, ...notes].join(' '),
        }}
      />
      <RunTable title={text.shipped} runs={shippedRuns} />
      {own.runs.length > 0 && <RunTable title={text.own} runs={own.runs} onRemove={own.remove} />}
    </SidePage>
  );
}

/** Data set and epochs stand in the title. */
const withoutPlace = ([model, , , ...others]: readonly string[]): string[] => [model!, ...others];

const unique = <Value,>(values: readonly Value[]): Value[] => [...new Set(values)];

interface ChoiceProps {
  readonly label: string;
  readonly value: string;
  readonly options: readonly string[];
  readonly titleOf: (option: string) => string;
  readonly onChange: (option: string) => void;
}

function Choice({ label, value, options, titleOf, onChange }: ChoiceProps): ReactNode {
  return (
    <label>
      {label}{' '}
      <select value={value} onChange={(event) => onChange(event.target.value)}>
        {options.map((option) => (
          <option key={option} value={option}>
            {titleOf(option)}
          </option>
        ))}
      </select>
    </label>
  );
}
