import type { ReactNode } from 'react';
import type { RunResult } from '../../train/reproduce/result.ts';
import { describeSettings } from '../../train/reproduce/request.ts';
import { duration, percent, unknown } from '../../util/format.ts';
import { TableHead } from '../components/TableHead.tsx';
import { reproduceStrings as text } from '../reproduceStrings.ts';
import { nameOf, runKey } from './ownRuns.ts';

const removing = <span className="visually-hidden">{text.remove}</span>;

interface RunTableProps {
  readonly title: string;
  readonly runs: readonly RunResult[];
  readonly onRemove?: (run: RunResult) => void;
}

/** Every run by itself, with where and when it ran. */
export function RunTable({ title, runs, onRemove }: RunTableProps): ReactNode {
  return (
    <section className="result-table">
      <h2>{title}</h2>
      <div className="result-scroll" tabIndex={0} role="region" aria-label={title}>
        <table>
          <TableHead names={onRemove ? [...text.runColumns, removing] : text.runColumns} />
          <tbody>
            {runs.map((run) => (
              <tr key={runKey(run)}>
                <th scope="row">{nameOf(run)}</th>
                <td className="sentence">{describeSettings(run.config) || text.paperSettings}</td>
                <td className="number">{run.accuracy === null ? unknown : percent(run.accuracy)}</td>
                <td className="number">{duration(run.seconds)}</td>
                <td className="sentence">{run.adapter}</td>
                <td>{run.date.slice(0, 10)}</td>
                {onRemove && (
                  <td>
                    <button
                      type="button"
                      className="plain-button"
                      aria-label={text.removeRun(nameOf(run))}
                      onClick={() => onRemove(run)}
                    >
                      {text.remove}
                    </button>
                  </td>
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
