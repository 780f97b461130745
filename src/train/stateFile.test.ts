import { expect, test } from 'vitest';
import { writeSafetensors } from '../data/safetensors.ts';
import { lane, openSession, tiny } from '../testing/session.ts';
import type { TrainConfig } from './config.ts';
import { readState, writeState } from './stateFile.ts';

const config: TrainConfig = { ...tiny, lanes: [lane('none'), lane('deconv')], steps: 8, evalEvery: 4 };
const convolutional: TrainConfig = { ...config, model: 'lenet', lanes: [lane('batch')] };

test.each([
  ['within an epoch', 3, convolutional],
  ['where an evaluation was due', 4, config],
])('a run goes on from a file as if it had not been interrupted, %s', async (_, step, config) => {
  const whole = openSession();
  await whole.play(config);

  const first = openSession({
    onEvent: (event, session) => {
      // The evaluation is under way when the pause is asked for, so it is left to the next process.
      if (event.type === 'metrics' && event.firstStep + event.learningRates.length === step) session.pause();
    },
  });
  await first.session.start(config);
  first.session.advance(step);
  await first.session.idle();
  const snapshot = await first.session.keepSnapshot();
  expect(snapshot).toMatchObject({ step, isEvaluationDue: step % config.evalEvery! === 0 });
  const file = writeState({ snapshot: snapshot!, notes: { epoch: 'one' } });

  const second = openSession();
  const state = readState(file, 'a.state');
  expect(state.notes).toEqual({ epoch: 'one' });
  await second.session.start(config, 0, state.snapshot);
  second.session.play();
  await second.session.idle();

  for (const index of config.lanes.keys()) {
    expect(second.losses(index).slice(-(8 - step))).toEqual(whole.losses(index).slice(step));
    expect(await second.session.exportLane(index)).toEqual(await whole.session.exportLane(index));
  }
  expect(second.all('evaluation')).toEqual(whole.all('evaluation'));
});

test('a state of another network, weights alone and damage are told', async () => {
  const { session } = openSession();
  await session.start(config);
  const file = writeState({ snapshot: (await session.keepSnapshot())!, notes: null });
  const { snapshot } = readState(file, 'a.state');
  const other = { ...config, lanes: [lane('deconv'), lane('deconv')] };
  await expect(openSession().session.start(other, 0, snapshot)).rejects.toThrow(
    /saved state of lane A is of another network: its buffers have \d+/,
  );
  expect(() => readState(file.subarray(0, 1000), 'a.state')).toThrow('a.state is not a valid safetensors');
  expect(() => readState(writeSafetensors([]), 'w.safetensors')).toThrow(
    'w.safetensors holds weights, but not the state of a run',
  );
});
