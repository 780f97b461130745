import { findDataset } from '../../data/datasets.ts';
import { findModel } from '../../nn/models/catalogue.ts';
import { unknown } from '../../util/format.ts';
import { published, type Cell, type Published } from './paperTable.ts';
import { describeSettings } from './request.ts';
import type { RunResult } from './result.ts';

/** A place in the table and how its runs differ from the paper's; empty when they do not. */
export type OwnCell = Cell & { readonly settings: string };

/** Runs of a cell. */
export interface Sample {
  /** Mean accuracy in percent of the runs that have one; null without any. */
  readonly mean: number | null;
  /** Standard deviation over these runs (n - 1); null for fewer than two. */
  readonly spread: number | null;
  readonly count: number;
  /** Runs that broke off: a loss that is not finite has no accuracy. */
  readonly failures: number;
}

export interface TableRow extends OwnCell, Published {
  readonly ours: Sample;
  /** Of whoever looks at the table. */
  readonly yours: Sample;
}

/** The rows of the table: one for each of `cells`, and one for each further cell or setting that results are of. */
export function tableRows(
  cells: readonly OwnCell[],
  ours: readonly RunResult[],
  yours: readonly RunResult[] = [],
): TableRow[] {
  const all = [...cells, ...[...ours, ...yours].map(cellOf)];
  const unique = new Map(all.map((cell) => [keyOf(cell), cell]));
  return [...unique].map(([key, cell]) => {
    const sample = (results: readonly RunResult[]) =>
      sampleOf(results.filter((result) => keyOf(cellOf(result)) === key));
    const { model, dataset, epochs, lane, settings } = cell;
    const own = { model, dataset, epochs, lane, settings };
    return { ...own, ...published(cell), ours: sample(ours), yours: sample(yours) };
  });
}

/** The place of the table that a result belongs to. */
export function cellOf({ config }: RunResult): OwnCell {
  const { model, dataset, epochs, lanes } = config;
  return { model, dataset, epochs, lane: lanes[0]!.normalization, settings: describeSettings(config) };
}

const keyOf = ({ model, dataset, epochs, lane, settings }: OwnCell) =>
  [model, dataset, epochs, lane, settings].join('|');

function sampleOf(results: readonly RunResult[]): Sample {
  const values = results.flatMap(({ accuracy }) => (accuracy === null ? [] : [100 * accuracy]));
  const count = values.length;
  const failures = results.length - count;
  if (count === 0) return { mean: null, spread: null, count, failures };
  const mean = values.reduce((sum, value) => sum + value, 0) / count;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, spread: count > 1 ? Math.sqrt(squares / (count - 1)) : null, count, failures };
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

const hasRuns = ({ count, failures }: Sample) => count + failures > 0;

export function tableText(rows: readonly TableRow[]): TableText {
  const measured = rows.filter(({ ours, yours }) => hasRuns(ours) || hasRuns(yours));
  const settings = [...new Set(measured.map((row) => row.settings))].filter((text) => text !== '');
  const hasYours = rows.some(({ yours }) => hasRuns(yours));
  return {
    columns: hasYours ? [...columns, 'Yours'] : columns,
    rows: rows.map((row) => {
      const mark = superscript(settings.indexOf(row.settings) + 1);
      return [...rowText(row, mark), ...(hasYours ? [sampleText(row.yours, mark)] : [])];
    }),
    notes: [
      ...settings.map((text, index) => `${superscript(index + 1)} With ${text}: not the paper’s setting.`),
      ...(rows.some(({ isSuspect }) => isSuspect) ? [suspectNote] : []),
    ],
  };
}

/** @param mark of the row's settings; empty for the paper's. */
function rowText(row: TableRow, mark: string): string[] {
  const { model, dataset, epochs, lane, paper, reproduction, isSuspect, ours } = row;
  return [
    findModel(model).title,
    findDataset(dataset).title,
    String(epochs),
    laneTitle(lane),
    paper?.toFixed(2) ?? unknown,
    reproduction === null ? unknown : `${reproduction.toFixed(2)}${isSuspect ? '*' : ''}`,
    sampleText(ours, mark),
    ours.mean !== null && paper !== null && mark === '' ? signed(ours.mean - paper) : unknown,
  ];
}

export const laneTitle = (lane: string) => ({ batch: 'batch norm', deconv: 'deconvolution' })[lane] ?? lane;

/** `73.00 ± 1.41 (2 runs); 1 broke off`, with the mark. */
function sampleText({ mean, spread, count, failures }: Sample, mark: string): string {
  const parts = [
    ...(mean === null
      ? []
      : [`${mean.toFixed(2)}${spread === null ? '' : ` ± ${spread.toFixed(2)}`} (${runs(count)})`]),
    ...(failures > 0 ? [`${failures} broke off`] : []),
  ];
  return parts.length === 0 ? unknown : `${parts.join('; ')}${mark}`;
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
