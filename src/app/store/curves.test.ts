import { describe, expect, test } from 'vitest';
import type { MetricsEvent } from '../../train/events.ts';
import { Curves, Series } from './curves.ts';

function metrics(firstStep: number, ...losses: number[][]): MetricsEvent {
  return {
    type: 'metrics',
    runId: 1,
    firstStep,
    lanes: losses.map((lane) => ({
      firstStep,
      losses: Float32Array.from(lane),
      learningRates: new Float32Array(lane.length),
      accuracies: Float32Array.from(lane, (loss) => 1 - loss),
      gpuMsPerStep: 1,
    })),
    learningRates: new Float32Array(losses[0]!.length),
    seconds: 1,
    imagesPerSecond: 1,
    msPerStep: 1,
  };
}

describe('Series', () => {
  test('grows beyond its first memory', () => {
    const series = new Series();
    for (let i = 0; i < 5000; i += 100)
      series.write(
        i,
        Float32Array.from({ length: 100 }, (_, j) => i + j),
      );
    expect(series.length).toBe(5000);
    expect(series.values.every((value, i) => value === i)).toBe(true);
    expect(series.at(5000)).toBeNaN();
  });

  test('a gap becomes NaN, also in memory used before', () => {
    const series = new Series();
    series.write(0, [1, 2, 3, 4, 5]);
    series.write(1, [9]);
    series.write(4, [7]);
    expect([...series.values]).toEqual([1, 9, NaN, NaN, 7]);
  });
});

describe('Curves', () => {
  test('appends stretches and tells its listeners', () => {
    const curves = new Curves();
    curves.reset(2);
    let calls = 0;
    const unsubscribe = curves.subscribe(() => calls++);
    curves.addMetrics(metrics(0, [0.5, 0.25], [1, 0.75]));
    curves.addMetrics(metrics(2, [0.125], [0.5]));
    expect(calls).toBe(2);
    expect(curves.steps).toBe(3);
    expect([...curves.lanes[0]!.losses.values]).toEqual([0.5, 0.25, 0.125]);
    expect(curves.lanes[1]!.accuracies.at(2)).toBe(0.5);
    unsubscribe();
    const { version } = curves;
    curves.reset(1);
    expect(calls).toBe(2);
    expect(curves.version).toBeGreaterThan(version);
    expect(curves.steps).toBe(0);
  });

  test('each lane has the time of its own steps, and its share of what was not timed', () => {
    const curves = new Curves();
    curves.reset(2);
    const timed = (event: MetricsEvent, ...ms: number[]) => ({
      ...event,
      lanes: event.lanes.map((lane, i) => ({ ...lane, gpuMsPerStep: ms[i]! })),
    });
    curves.addMetrics({ ...timed(metrics(0, [4, 3], [4, 3]), 0, 0), seconds: 2 });
    curves.addMetrics({ ...timed(metrics(2, [2, 1], [2, 1]), 250, 500), seconds: 4 });
    expect([...curves.lanes[0]!.seconds.values]).toEqual([0.5, 1, 1.25, 1.5]);
    expect([...curves.lanes[1]!.seconds.values]).toEqual([0.5, 1, 1.5, 2]);
  });

  test('a run rebuilt from an earlier step replaces what came after it', () => {
    const curves = new Curves();
    curves.reset(1);
    curves.addMetrics(metrics(0, [4, 3, 2, 1]));
    curves.addEvaluation(2, [{ loss: 2.5, accuracy: 0.5 }]);
    curves.addEvaluation(4, [{ loss: 1.5, accuracy: 0.75 }]);
    curves.addMetrics(metrics(2, [9]));
    expect([...curves.lanes[0]!.losses.values]).toEqual([4, 3, 9]);
    expect(curves.evaluatedSteps).toEqual([2]);
    curves.addEvaluation(3, [null]);
    expect(curves.evaluatedSteps).toEqual([2, 3]);
    expect([...curves.lanes[0]!.testLosses.values]).toEqual([2.5, NaN]);
  });
});
