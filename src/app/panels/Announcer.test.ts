import { expect, test } from 'vitest';
import { Curves } from '../store/curves.ts';
import { announce } from './Announcer.tsx';

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
    said.add(announce(curves, { status: 'running', stepsPerEpoch: 50, laneStops: [] }));
  }
  expect([...said]).toEqual([
    '',
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
  expect(announce(curves, { status: 'finished', stepsPerEpoch: 50, laneStops: [stop] })).toBe(
    'Lane B stopped at step 12. The run is finished.',
  );
});
