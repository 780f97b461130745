import { expect, test } from 'vitest';
import { Curves } from '../store/curves.ts';
import { announce } from './Announcer.tsx';

const running = { status: 'running', stepsPerEpoch: 50, laneStops: [], step: 0, goal: null } as const;

test('speaks once an epoch, whatever the number of evaluations', () => {
  const curves = new Curves();
  curves.reset(2);
  const said = new Set<string>();
  for (let step = 5; step <= 100; step += 5) {
    const accuracy = step / 200;
    curves.addEvaluation(step, [
      { loss: 1, accuracy },
      { loss: 1, accuracy: accuracy + 0.1 },
    ]);
    announce(curves, running).forEach((sentence) => said.add(sentence));
  }
  expect([...said]).toEqual([
    'Epoch 1: test accuracy A 25.0 %, B 35.0 %.',
    'Epoch 2: test accuracy A 50.0 %, B 60.0 %.',
  ]);
});

test('tells of lanes that stopped and of the end', () => {
  const curves = new Curves();
  curves.reset(1);
  const stop = {
    type: 'laneStopped',
    runId: 1,
    lane: 1,
    step: 12,
    reason: 'Its loss is not finite.',
  } as const;
  expect(announce(curves, { ...running, status: 'finished', laneStops: [stop] })).toEqual([
    'Lane B stopped at step 12.',
    'The run is finished.',
  ]);
});

test('tells of a run that was halted and of what halted it, and nothing of steps by hand', () => {
  const curves = new Curves();
  curves.reset(1);
  const paused = { ...running, status: 'paused', step: 7 } as const;
  expect(announce(curves, paused)).toEqual([]);
  curves.addFlag({ step: 7, text: 'pause' });
  expect(announce(curves, paused)).toEqual(['Paused at step 7.']);
  expect(announce(curves, { ...paused, status: 'running' })).toEqual([]);
  expect(announce(curves, { ...paused, step: 8 })).toEqual([]);
  const goal = 'The time budget of 5 s of training is used up.';
  expect(announce(curves, { ...paused, goal })).toEqual([`Paused: ${goal} Play goes on regardless.`]);
});
