import { expect, test } from 'vitest';
import { isFrozenCall } from './freeze.ts';

/** The counter of the authors' layer: tested, then increased, modulo ten times the iterations. */
function frozenCalls(calls: number, freezeIterations: number): boolean[] {
  let counter = 0;
  return Array.from({ length: calls }, () => {
    const isFrozen = counter > freezeIterations;
    counter = (counter + 1) % (freezeIterations * 10);
    return isFrozen;
  });
}

test.each([1, 2, 7, 100])('follows the counter of the published layer with %i iterations', (iterations) => {
  const calls = 25 * iterations;
  const actual = Array.from({ length: calls }, (_, call) => isFrozenCall(call, iterations));
  expect(actual).toEqual(frozenCalls(calls, iterations));
});

test('learns for 101 calls, rests for 899, by default', () => {
  const changes = [0, 100, 101, 999, 1000, 1100, 1101];
  expect(changes.map((call) => isFrozenCall(call))).toEqual([false, false, true, true, false, false, true]);
});
