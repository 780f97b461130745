import { afterEach, expect, test, vi } from 'vitest';
import { lane, openSession, tiny } from '../testing/session.ts';
import type { TrainConfig } from './config.ts';
import { Lane } from './lanes.ts';

const config: TrainConfig = {
  ...tiny,
  lanes: [lane('none'), lane('deconv')],
  schedule: 'constant',
  steps: 24,
  evalEvery: 8,
};

/** Steps take 1 ms, and 3 ms with deconvolution, whatever else the machine is doing. */
function fixTimes(): void {
  vi.spyOn(Lane.prototype, 'gpuMsPerStep', 'get').mockImplementation(function (this: Lane) {
    return this.options.lane.normalization === 'deconv' ? 3 : 1;
  });
}

afterEach(() => {
  vi.restoreAllMocks();
});

test('with equal time the faster lane takes more steps, each the same as in lock-step', async () => {
  fixTimes();
  const apart = openSession();
  await apart.play({ ...config, fairness: 'time' });
  expect(apart.session.status).toBe('finished');
  const taken = [0, 1].map((index) => apart.losses(index));
  const counts = taken.map(({ length }) => length);
  expect(counts).toEqual([24, 8]);

  const together = openSession();
  await together.play(config);
  taken.forEach((losses, index) => expect(losses).toEqual(together.losses(index).slice(0, losses.length)));
  const { laneSteps } = apart.all('evaluation').at(-1)!;
  expect(laneSteps).toEqual(counts);
});

test('equal images are equal steps', async () => {
  const { play, losses } = openSession();
  await play({ ...config, fairness: 'images', steps: 4 });
  expect([losses(0), losses(1)].map(({ length }) => length)).toEqual([4, 4]);
});

test('a lane with its own learning rate learns as a run with that rate does', async () => {
  const mixed = openSession();
  await mixed.play({ ...config, lanes: [lane('none'), { ...lane('none'), learningRate: 0.003 }], steps: 6 });
  const slow = openSession();
  await slow.play({ ...config, lanes: [lane('none')], learningRate: 0.003, steps: 6 });
  expect(mixed.losses(1)).toEqual(slow.losses(0));
  expect(mixed.losses(0)).not.toEqual(slow.losses(0));
  const rates = mixed.all('metrics')[0]!.lanes.map(({ learningRates }) => learningRates[0]);
  expect(rates).toEqual([Math.fround(config.learningRate), Math.fround(0.003)]);
});

test('a run with equal time goes back to a checkpoint and on from there', async () => {
  fixTimes();
  const { session, play, all } = openSession();
  await play({ ...config, fairness: 'time' });
  await session.rewind(8);
  session.play();
  await session.idle();
  expect(session.status).toBe('finished');
  expect(all('evaluation').at(-1)!.laneSteps).toEqual([24, 8]);
});
