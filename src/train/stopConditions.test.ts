import { expect, test } from 'vitest';
import { StopConditions } from './stopConditions.ts';

const nothing = { stopAccuracy: null, stopPatience: null, stopSeconds: null };
const names = ['A', 'B'];
const result = (loss: number, accuracy = 0.5) => [{ loss, accuracy }, null];

test('nothing asked for, nothing stops', () => {
  const conditions = new StopConditions(nothing);
  expect(conditions.afterEvaluation(result(1, 1), names)).toBeNull();
  expect(conditions.afterEvaluation(result(2, 1), names)).toBeNull();
  expect(conditions.afterSeconds(1e9)).toBeNull();
});

test('stops at an accuracy, once, and says whose', () => {
  const conditions = new StopConditions({ ...nothing, stopAccuracy: 0.95 });
  expect(conditions.afterEvaluation(result(1, 0.949), names)).toBeNull();
  const reached = [null, { loss: 1, accuracy: 0.961 }];
  expect(conditions.afterEvaluation(reached, names)).toBe(
    'Lane B reached a test accuracy of 96.1 %; 95 % was asked for.',
  );
  expect(conditions.afterEvaluation(reached, names)).toBeNull();
});

test('stops where the test loss no longer falls', () => {
  const conditions = new StopConditions({ ...nothing, stopPatience: 2 });
  const reasons = [3, 2, 2.1, 1.5, 1.4999, 1.6].map((loss) =>
    conditions.afterEvaluation(result(loss), names),
  );
  expect(reasons.slice(0, 5)).toEqual([null, null, null, null, null]);
  expect(reasons[5]).toBe("No lane's test loss has fallen over the last 2 evaluations.");
});

test('stops when the time is used up', () => {
  const conditions = new StopConditions({ ...nothing, stopSeconds: 60 });
  expect(conditions.afterSeconds(59.9)).toBeNull();
  expect(conditions.afterSeconds(60.1)).toBe('The time budget of 60 s of training is used up.');
  expect(conditions.afterSeconds(61)).toBeNull();
});
