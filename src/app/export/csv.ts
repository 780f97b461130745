import { laneName } from '../../train/parse.ts';
import { valuesOf, type Metric } from '../charts/drawing.ts';
import { ghostLaneName } from '../charts/ghosts.ts';
import type { Curves, LaneCurves } from '../store/curves.ts';
import type { Ghost } from '../store/ghosts.ts';
import { strings } from '../strings.ts';

interface Column {
  readonly head: string;
  /** NaN and undefined are empty cells. */
  readonly at: (step: number) => number | undefined;
}

/** Every value of a metric, nothing left out: a row a step, empty cells where there is no value; pinned runs at the end. */
export function chartCsv(
  { lanes }: Pick<Curves, 'lanes'>,
  metric: Metric,
  stepsPerEpoch: number,
  ghosts: readonly Pick<Ghost, 'id' | 'lanes' | 'stepsPerEpoch'>[],
): string {
  const columns: Column[] = [
    { head: 'step', at: (step) => step },
    { head: 'epoch', at: (step) => step / stepsPerEpoch },
    ...lanes.flatMap((lane, i) => columnsOf(lane, laneName(i), metric)),
    ...ghosts.flatMap((ghost) => [
      {
        head: `epoch ${strings.charts.pinned(String(ghost.id))}`,
        at: (step: number) => step / ghost.stepsPerEpoch,
      },
      ...ghost.lanes.flatMap((lane, i) =>
        columnsOf(lane, strings.charts.pinned(ghostLaneName(ghost.id, i)), metric),
      ),
    ]),
  ];
  const count = Math.max(0, ...[...lanes, ...ghosts.flatMap((ghost) => ghost.lanes)].map(rowsOf));
  const cell = (value: number | undefined) =>
    value === undefined || Number.isNaN(value) ? '' : String(value);
  const lines = [
    columns.map(({ head }) => head),
    ...Array.from({ length: count }, (_, step) => columns.map(({ at }) => cell(at(step)))),
  ];
  return lines.map((line) => `${line.join(',')}\n`).join('');
}

function columnsOf(lane: LaneCurves, name: string, metric: Metric): Column[] {
  const { raw, test } = valuesOf(lane, metric);
  const tested = new Map(Array.from(lane.testSteps.values, (step, i) => [step, test[i]] as const));
  return [
    { head: `seconds ${name}`, at: (step) => (step === 0 ? 0 : lane.seconds.at(step - 1)) },
    { head: `${metric} ${name}`, at: (step) => raw[step] },
    ...(metric === 'learningRate'
      ? []
      : [{ head: `test ${metric} ${name}`, at: (step: number) => tested.get(step) }]),
  ];
}

/** A test after the last step has a row of its own. */
function rowsOf({ losses, testSteps }: LaneCurves): number {
  return Math.max(
    losses.length,
    ...Array.from(testSteps.values)
      .filter(Number.isFinite)
      .map((step) => step + 1),
  );
}
