import { laneName } from '../../train/parse.ts';
import { valuesOf, type Metric } from '../charts/drawing.ts';
import type { Curves } from '../store/curves.ts';

/** Every value of a metric, nothing left out: a row a step, empty cells where there is no value. */
export function chartCsv(
  curves: Pick<Curves, 'lanes' | 'steps'>,
  metric: Metric,
  stepsPerEpoch: number,
): string {
  const { lanes, steps } = curves;
  const tested = lanes.map(
    ({ testSteps }) => new Map(Array.from(testSteps.values, (step, i) => [step, i] as const)),
  );
  const end = Math.max(steps - 1, ...tested.flatMap((map) => [...map.keys()].filter(Number.isFinite)));
  const names = lanes.map((_, i) => laneName(i));
  const hasTests = metric !== 'learningRate';
  const header = [
    'step',
    'epoch',
    ...names.flatMap((name) => [
      `seconds ${name}`,
      `${metric} ${name}`,
      ...(hasTests ? [`test ${metric} ${name}`] : []),
    ]),
  ];
  const cell = (value: number | undefined) =>
    value === undefined || Number.isNaN(value) ? '' : String(value);
  const rows = Array.from({ length: end + 1 }, (_, step) => [
    String(step),
    String(step / stepsPerEpoch),
    ...lanes.flatMap((lane, i) => {
      const { raw, test } = valuesOf(lane, metric);
      const index = tested[i]!.get(step);
      return [
        cell(step === 0 ? 0 : lane.seconds.at(step - 1)),
        cell(raw[step]),
        ...(hasTests ? [cell(index === undefined ? undefined : test[index])] : []),
      ];
    }),
  ]);
  return [header, ...rows].map((row) => `${row.join(',')}\n`).join('');
}
