import { expect, test } from 'vitest';
import { latestOnly } from './latestOnly.ts';

test('asks one at a time, and of those that wait the last, also after a failure', async () => {
  const asked: number[] = [];
  let settle: ((isGood: boolean) => void) | null = null;
  const ask = latestOnly<number>((value) => {
    asked.push(value);
    return new Promise((resolve, reject) => {
      settle = (isGood) => (isGood ? resolve() : reject(new Error('no')));
    });
  });
  for (const value of [1, 2, 3]) ask(value);
  expect(asked).toEqual([1]);
  settle!(false);
  await Promise.resolve()
    .then(() => Promise.resolve())
    .then(() => undefined);
  await new Promise((done) => setTimeout(done));
  expect(asked).toEqual([1, 3]);
  settle!(true);
  await new Promise((done) => setTimeout(done));
  ask(4);
  expect(asked).toEqual([1, 3, 4]);
});
