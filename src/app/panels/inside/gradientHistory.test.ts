import { expect, test } from 'vitest';
import type { ProbeEvent } from '../../../train/events.ts';
import type { GradientsLook } from '../../../train/probes/probe.ts';
import { overTheRun } from './gradientHistory.ts';

const look = (step: number, lanes: readonly (GradientsLook | null)[]): ProbeEvent => ({
  ...{ type: 'probe', runId: 1, watchId: 1, lostMs: 0, analysisMs: 0, intervalMs: 500 },
  step,
  result: { kind: 'gradients', lanes },
});
const layer = (gradient: number) => ({ gradient, weight: 2, update: 1 });

test('follows one layer of one lane; a lane that has stopped leaves a gap', () => {
  const history = [
    look(1, [{ layers: [layer(8), layer(4)] }, { layers: [layer(16), layer(32)] }]),
    look(5, [{ layers: [layer(6), layer(3)] }, null]),
  ];
  expect(overTheRun(history, 0, 1, ({ gradient }) => gradient)).toEqual([
    [1, 4],
    [5, 3],
  ]);
  expect(overTheRun(history, 1, 0, ({ gradient, weight }) => gradient / weight)).toEqual([
    [1, 8],
    [5, NaN],
  ]);
});
