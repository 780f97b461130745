import { expect, test } from 'vitest';
import { StepTimes } from './stepTimes.ts';

test('a step costs the mean of the programs that steps run, each at the middle of its last timings', () => {
  const times = new StepTimes();
  expect(times.mean(['train'])).toBe(0);
  for (const ms of [900, 10, 11]) times.add('train', ms);
  // As long as the cheaper program was not timed, the other stands for it.
  expect(times.has('trainReusing')).toBe(false);
  expect(times.mean(['train', 'trainReusing', 'trainReusing'])).toBe(11);
  times.add('trainReusing', 2);
  expect(times.mean(['train', 'trainReusing', 'trainReusing'])).toBe(5);
  for (let i = 0; i < 15; i++) times.add('train', 20);
  expect(times.mean(['train'])).toBe(20);
});
