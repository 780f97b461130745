import type { AdapterDescription } from '../../gpu/device.ts';
import type { CaseEntry } from './cases.ts';
import { worst, type TensorVerdict } from './judge.ts';

export interface CaseReport {
  readonly entry: CaseEntry;
  readonly passed: boolean;
  readonly verdicts: readonly TensorVerdict[];
  /** Why the case could not be judged. */
  readonly failure: string | null;
  readonly seconds: number;
}

/** One line: outcome, case, its worst error with tolerance and tensor, time. */
export function formatCase(
  { entry, passed, verdicts, failure, seconds }: CaseReport,
  nameWidth: number,
): string {
  const outcome = passed ? 'pass' : 'FAIL';
  const first = worst(verdicts);
  const details = failure ?? (first ? formatVerdict(first, verdicts.length) : 'nothing was judged');
  return `${outcome}  ${entry.name.padEnd(nameWidth)}  ${details}  ${seconds.toFixed(2)} s`;
}

function formatVerdict({ tensor, error, tolerance, note }: TensorVerdict, count: number): string {
  const errors = note ?? `error ${error.toExponential(2)}, tolerance ${tolerance.toExponential(2)}`;
  return `${errors} (${tensor}, worst of ${count})`;
}

export function formatTotals(reports: readonly CaseReport[]): string {
  const passed = reports.filter((report) => report.passed).length;
  return `${passed} passed, ${reports.length - passed} failed`;
}

/** The report as a JSON text; an error that is not finite is null. */
export function toJson(reports: readonly CaseReport[], adapter: AdapterDescription): string {
  const { vendor, architecture, description, isFallback } = adapter;
  const report = {
    adapter: { vendor, architecture, description, isFallback },
    passed: reports.filter(({ passed }) => passed).length,
    failed: reports.filter(({ passed }) => !passed).length,
    seconds: reports.reduce((sum, { seconds }) => sum + seconds, 0),
    cases: reports.map(({ entry, passed, verdicts, failure, seconds }) => ({
      directory: entry.directory,
      name: entry.name,
      op: entry.op,
      passed,
      failure,
      seconds,
      tensors: Object.fromEntries(
        verdicts.map(({ tensor, ...verdict }) => [
          tensor,
          { ...verdict, error: Number.isFinite(verdict.error) ? verdict.error : null },
        ]),
      ),
    })),
  };
  return `${JSON.stringify(report, null, 2)}\n`;
}
