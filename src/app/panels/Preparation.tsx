import type { ReactNode } from 'react';
import { useConfig, useRun } from '../context.ts';
import { fields } from '../../train/fields.ts';
import { strings } from '../strings.ts';
import './Preparation.css';

const datasets = fields.find((field) => field.key === 'dataset');

const text = strings.preparation;

/** What happens before the first step, with how far it is. */
export function Preparation(): ReactNode {
  const status = useRun((state) => state.status);
  const hasBegun = useRun(({ runId }) => runId > 0);
  const progress = useRun((state) => state.progress);
  const dataset = useConfig(({ running }) => running?.dataset);
  if (status !== 'preparing' || !hasBegun) return null;
  const label =
    (datasets?.kind === 'choice' && datasets.choices.find(({ value }) => value === dataset)?.label) ||
    text.dataset;
  const message = progress
    ? progress.phase === 'data'
      ? text.data(label, progress.done, progress.total)
      : text.pipelines(progress.done, progress.total)
    : text.start;
  return (
    <div className="preparation">
      <span id="preparation-text">{message}</span>
      <progress aria-labelledby="preparation-text" max={progress?.total || 1} value={progress?.done ?? 0} />
    </div>
  );
}
