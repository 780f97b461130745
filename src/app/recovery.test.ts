import { expect, test } from 'vitest';
import { defaultConfig, defaultLane } from '../train/config.ts';
import { recoveryFrom } from './recovery.ts';

test('goes back to the last checkpoint before the first lane failed, at a tenth of the rate', () => {
  const stops = [
    { lane: 1, step: 52 },
    { lane: 0, step: 40 },
  ];
  expect(recoveryFrom(stops, [0, 20, 40, 60], { ...defaultConfig, learningRate: 3 })).toEqual({
    step: 20,
    lane: null,
    learningRate: 0.3,
  });
});

test('passes over checkpoints at which the loss had grown already', () => {
  const stops = [{ lane: 0, step: 12 }];
  const losses = [[2.3, 2.2, 2.1, 2.2, 2.5, 9, 80, 1e3, 1e4, 1e9, 1e12, 1e20]];
  expect(recoveryFrom(stops, [0, 4, 8], defaultConfig, [{ at: (i) => losses[0]![i]! }])?.step).toBe(4);
  expect(recoveryFrom(stops, [6, 8], defaultConfig, [{ at: (i) => losses[0]![i]! }])?.step).toBe(6);
});

test('starts anew where there is no such checkpoint, or where the lane has its own rate', () => {
  const stops = [{ lane: 1, step: 3 }];
  expect(recoveryFrom(stops, [20], defaultConfig)).toEqual({ step: null, lane: null, learningRate: 0.01 });
  const lanes = [defaultLane, { ...defaultLane, learningRate: 5 }];
  expect(recoveryFrom(stops, [0], { ...defaultConfig, lanes })).toEqual({
    step: null,
    lane: 1,
    learningRate: 0.5,
  });
  expect(recoveryFrom([], [0], defaultConfig)).toBeNull();
});
