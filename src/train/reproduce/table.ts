import { findDataset } from '../../data/datasets.ts';
import { findModel } from '../../nn/models/table.ts';
import { unknown } from '../../util/format.ts';
import { published, type Cell, type Published } from './paperTable.ts';
import { describeSettings } from './request.ts';
import type { RunResult } from './result.ts';

/** Our runs of a cell, in percent. */
export interface Measured {
  readonly mean: number;
  /** Standard deviation over the runs (n - 1); null for a single one. */
  readonly spread: number | null;
  readonly count: number;
}

export interface TableRow extends Cell, Published {
  /** How our runs differ from the paper's; empty when they do not. */
  readonly settings: string;
  /** Null before the first run has ended. */
  readonly ours: Measured | null;
  /** Runs that broke off: a loss that is not finite has no accuracy. */
  readonly failures: number;
}

/** The rows of the table: one for each of `cells`, and one for each further cell or setting that results are of. */
export function tableRows(
  cells: readonly (Cell & { readonly settings: string })[],
  results: readonly RunResult[],
): TableRow[] {
  const rows = new Map<string, { cell: Cell & { readonly settings: string }; results: RunResult[] }>();
  const keyOf = ({ model, dataset, epochs, lane, settings }: Cell & { readonly settings: string }) =>
    [model, dataset, epochs, lane, settings].join('|');
  for (const cell of cells) rows.set(keyOf(cell), { cell, results: [] });
  for (const result of results) {
    const cell = cellOf(result);
    const key = keyOf(cell);
    const row = rows.get(key) ?? { cell, results: [] };
    row.results.push(result);
    rows.set(key, row);
  }
  return [...rows.values()].map(({ cell: { model, dataset, epochs, lane, settings }, results: own }) => {
    const cell = { model, dataset, epochs, lane };
    const accuracies = own.flatMap(({ accuracy }) => (accuracy === null ? [] : [100 * accuracy]));
    return {
      ...cell,
      ...published(cell),
      settings,
      ours: measure(accuracies),
      failures: own.length - accuracies.length,
    };
  });
}

/** The place of the table that a result belongs to. */
function cellOf({ config }: RunResult): Cell & { readonly settings: string } {
  const { model, dataset, epochs, lanes } = config;
  return { model, dataset, epochs, lane: lanes[0]!.normalization, settings: describeSettings(config) };
}

function measure(values: readonly number[]): Measured | null {
  const count = values.length;
  if (count === 0) return null;
  const mean = values.reduce((sum, value) => sum + value, 0) / count;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, spread: count > 1 ? Math.sqrt(squares / (count - 1)) : null, count };
}

/** The table as text, for Markdown and page alike. */
export interface TableText {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** What the marks in the rows mean. */
  readonly notes: readonly string[];
}

const columns = ['Model', 'Data', 'Epochs', 'Normalisation', 'Paper', '2024', 'Ours', 'Difference'];
/** The first columns hold words. */
const wordColumns = 4;

const suspectNote =
  '* The reproduction’s values for 100 epochs and for CIFAR-100 look like training accuracy.';

export function tableText(rows: readonly TableRow[]): TableText {
  const measured = rows.filter(({ ours, failures }) => ours !== null || failures > 0);
  const settings = [...new Set(measured.map((row) => row.settings))].filter((text) => text !== '');
  const markOf = (row: TableRow) => superscript(settings.indexOf(row.settings) + 1);
  return {
    columns,
    rows: rows.map((row) => rowText(row, markOf(row))),
    notes: [
      ...settings.map((text, index) => `${superscript(index + 1)} With ${text}: not the paper’s setting.`),
      ...(rows.some(({ isSuspect }) => isSuspect) ? [suspectNote] : []),
    ],
  };
}

/** @param mark of the row's settings; empty for the paper's. */
function rowText(row: TableRow, mark: string): string[] {
  const { model, dataset, epochs, lane, paper, reproduction, isSuspect, ours, failures } = row;
  const parts = [
    ...(ours
      ? [
          `${ours.mean.toFixed(2)}${ours.spread === null ? '' : ` ± ${ours.spread.toFixed(2)}`} (${runs(ours.count)})`,
        ]
      : []),
    ...(failures > 0 ? [`${failures} broke off`] : []),
  ];
  return [
    findModel(model).title,
    findDataset(dataset).title,
    String(epochs),
    { batch: 'batch norm', deconv: 'deconvolution' }[lane] ?? lane,
    paper?.toFixed(2) ?? unknown,
    reproduction === null ? unknown : `${reproduction.toFixed(2)}${isSuspect ? '*' : ''}`,
    parts.length === 0 ? unknown : `${parts.join('; ')}${mark}`,
    ours && paper !== null && mark === '' ? signed(ours.mean - paper) : unknown,
  ];
}

const runs = (count: number) => (count === 1 ? '1 run' : `${count} runs`);

const signed = (value: number) => `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(2)}`;

/** Nothing for 0. */
const superscript = (number: number) =>
  number === 0 ? '' : [...String(number)].map((digit) => '⁰¹²³⁴⁵⁶⁷⁸⁹'[Number(digit)]).join('');

/** The table as Markdown, with notes below. */
export function markdown(rows: readonly TableRow[]): string {
  const { columns: titles, rows: texts, notes } = tableText(rows);
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [
    'Table 1: test accuracy in percent; ours is the mean ± standard deviation over the seeds.',
    '',
    line(titles),
    line(titles.map((_, index) => (index < wordColumns ? '---' : '---:'))),
    ...texts.map(line),
    '',
    ...notes.flatMap((note) => [note, '']),
  ].join('\n');
}
