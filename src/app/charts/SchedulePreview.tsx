import type { ReactNode } from 'react';
import { learningRateAt, type ScheduleConfig } from '../../nn/schedules.ts';
import { significant } from '../../util/format.ts';
import { strings } from '../strings.ts';
import './SchedulePreview.css';

const points = 96;
const [width, height] = [240, 34];

interface Props {
  readonly config: ScheduleConfig;
  readonly totalSteps: number;
}

/** The learning rate over the whole run, as the form has it. */
export function SchedulePreview({ config, totalSteps }: Props): ReactNode {
  const rates = Array.from({ length: points }, (_, i) =>
    learningRateAt(config, Math.round((i * (totalSteps - 1)) / (points - 1)), totalSteps),
  );
  const greatest = Math.max(...rates, 1e-30);
  const line = rates
    .map((rate, i) => `${(i * width) / (points - 1)},${height - 2 - ((height - 4) * rate) / greatest}`)
    .join(' ');
  const [first, last] = [rates[0]!, rates.at(-1)!];
  return (
    <figure className="schedule-preview">
      <svg
        viewBox={`0 0 ${width} ${height}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={strings.training.scheduleLabel(significant(first), significant(last), totalSteps)}
      >
        <polyline
          points={line}
          fill="none"
          stroke="currentColor"
          strokeWidth="1.75"
          vectorEffect="non-scaling-stroke"
        />
      </svg>
      <figcaption>
        <span>{significant(greatest)}</span>
        <span>{strings.training.scheduleSpan(totalSteps)}</span>
        <span>{significant(last)}</span>
      </figcaption>
    </figure>
  );
}
