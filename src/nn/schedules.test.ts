import { expect, test } from 'vitest';
import { learningRateAt } from './schedules.ts';

const at = (schedule: Parameters<typeof learningRateAt>[0]['schedule'], step: number, warmupSteps = 0) =>
  learningRateAt({ schedule, learningRate: 0.1, warmupSteps }, step, 300);

test('constant stays', () => {
  expect(at('constant', 299)).toBe(0.1);
});

test('cosine goes from the rate over its half to 0', () => {
  expect(at('cosine', 0)).toBeCloseTo(0.1, 12);
  expect(at('cosine', 75)).toBeCloseTo((0.1 * (1 + Math.SQRT1_2)) / 2, 12);
  expect(at('cosine', 150)).toBeCloseTo(0.05, 12);
  expect(at('cosine', 300)).toBeCloseTo(0, 12);
});

test('step divides by ten after each third, multistep after each 40 %', () => {
  const expected = [
    ['step', 99, 0.1],
    ['step', 100, 0.01],
    ['step', 299, 0.001],
    ['multistep', 119, 0.1],
    ['multistep', 120, 0.01],
    ['multistep', 240, 0.001],
  ] as const;
  for (const [schedule, step, rate] of expected) expect(at(schedule, step)).toBeCloseTo(rate, 12);
});

test('warm-up climbs in equal parts to the rate', () => {
  for (const step of [0, 1, 2, 3, 4]) expect(at('constant', step, 4)).toBeCloseTo(0.02 * (step + 1), 12);
});
