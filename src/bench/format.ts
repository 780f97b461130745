import { phases } from './phases.ts';
import type { BenchmarkReport } from './report.ts';
import { bytes, percent, significant } from '../util/format.ts';

/** A table as text: a row of titles, and rows of cells. */
export interface Table {
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** How to read it. */
  readonly note?: string;
}

export function adapterName({ adapter }: Pick<BenchmarkReport, 'adapter'>): string {
  const { vendor, architecture, description, isFallback } = adapter;
  const name = [vendor, architecture, description].filter(Boolean).join(' ') || 'unnamed adapter';
  return isFallback ? `${name} (software)` : name;
}

/** How its matrix products share operands, one word where all do alike. */
export function broadcastsLine({ adapter }: Pick<BenchmarkReport, 'adapter'>): string {
  const chosen = Object.entries(adapter.broadcasts);
  const isUniform = new Set(chosen.map(([, broadcast]) => broadcast)).size === 1;
  const named = isUniform
    ? chosen.slice(0, 1).map(([, broadcast]) => broadcast)
    : chosen.map((pair) => pair.join(' '));
  return `operands shared: ${named.join(', ')}`;
}

const number = (value: number | null, digits = 3) => (value === null ? '' : significant(value, digits));
const share = (value: number | null) => (value === null ? '' : percent(value));
const plusMinus = (spread: number) => `± ${percent(spread / 2)}`;

/** The report as tables, for terminal, page and README alike. */
export function tablesOf(report: BenchmarkReport): Table[] {
  const { limits, kernels, steps, deconvolution, logging } = report;
  return [
    ...(limits
      ? [
          {
            title: 'Limits of the adapter',
            columns: ['what', 'rate'],
            rows: [
              ['multiply-add from registers', `${number(limits.fmaGflops)} GFLOP/s`],
              [
                `matrix product ${limits.gemmSize}`,
                `${number(limits.gemmGflops)} GFLOP/s, ${share(limits.gemmGflops / limits.fmaGflops)} of it`,
              ],
              ['copy', `${number(limits.copyGBps)} GB/s`],
            ],
          },
        ]
      : []),
    ...(kernels.length > 0
      ? [
          {
            title: 'Operations of a training step, each for itself',
            columns: [
              'network',
              'operation',
              'shape',
              'times',
              'ms',
              'GFLOP/s',
              'of limit',
              'GB/s',
              'of copy',
            ],
            rows: kernels.map((kernel) => [
              kernel.network,
              kernel.name,
              kernel.shape,
              String(kernel.count),
              number(kernel.ms),
              number(kernel.gflops),
              share(kernel.fractionOfFma),
              number(kernel.gbps),
              share(kernel.fractionOfCopy),
            ]),
          },
        ]
      : []),
    ...(steps.length > 0
      ? [
          {
            title: 'Training steps and single operations',
            columns: [
              '',
              'what',
              'batch',
              'ms',
              'spread',
              'img/s',
              'GFLOP/s',
              'of limit',
              'dispatches',
              'memory',
              'first step',
            ],
            rows: steps.map((step) => [
              step.name,
              step.title,
              String(step.batchSize),
              number(step.ms),
              plusMinus(step.spread),
              number(step.imagesPerSecond),
              number(step.gflops),
              share(step.fractionOfFma),
              String(step.dispatches),
              bytes(step.bufferBytes),
              `${number(step.firstStepMs / 1000)} s`,
            ]),
          },
        ]
      : []),
    ...(deconvolution.length > 0
      ? [
          {
            title: 'A step with deconvolution against one with batch norm',
            columns: [
              '',
              'batch',
              'B',
              'batch norm, ms',
              'deconvolution, ms',
              'ratio',
              ...phases.map((phase) => `${phase}, ms`),
            ],
            rows: deconvolution.map((row) => [
              row.title,
              String(row.batchSize),
              String(row.blockSize),
              number(row.batchNormMs),
              number(row.deconvMs),
              number(row.ratio),
              ...phases.map((phase) => number(row.phasesMs[phase])),
            ]),
            note: deconvolution
              .map(
                ({ name, phasesShare, phasesBy }) =>
                  `${name}: the phases, by ${phasesBy === 'parts' ? 'running each alone' : "the GPU's clock"}, ` +
                  `add up to ${percent(phasesShare)} of the step.`,
              )
              .join(' '),
          },
        ]
      : []),
    ...(logging
      ? [
          {
            title: 'Reading the loss of every step',
            columns: ['', 'without, ms', 'with, ms', 'ratio', 'spread'],
            rows: [
              [
                logging.name,
                number(logging.msWithout),
                number(logging.msWith),
                number(logging.ratio, 4),
                plusMinus(logging.spread),
              ],
            ],
          },
        ]
      : []),
  ];
}

/** A table in aligned columns, text at the left and numbers at the right. */
export function formatTable({ title, columns, rows, note }: Table): string {
  const all = [columns, ...rows];
  const widths = columns.map((_, column) => Math.max(...all.map((row) => row[column]!.length)));
  const isNumber = columns.map((_, column) => rows.every((row) => /^([-−±]|\d|$)/.test(row[column]!)));
  const line = (row: readonly string[]) =>
    row
      .map((cell, column) =>
        isNumber[column] ? cell.padStart(widths[column]!) : cell.padEnd(widths[column]!),
      )
      .join('  ')
      .trimEnd();
  return [title, ...all.map(line), ...(note === undefined ? [] : [note])].join('\n');
}

/** The same as Markdown. */
export function formatMarkdown({ columns, rows }: Table): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(columns), line(columns.map(() => '---')), ...rows.map(line)].join('\n');
}
