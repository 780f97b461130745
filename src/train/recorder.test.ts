import { expect, test } from 'vitest';
import { lane, openSession, tiny } from '../testing/session.ts';
import { Recorder } from './recorder.ts';
import { latest, lookKey, questionKey, readRecording, writeRecording } from './recording.ts';

test('a recorded run says what the session said, and takes the same steps as one without pauses', async () => {
  const config = {
    ...tiny,
    model: 'lenet',
    width: 0.5,
    lanes: [lane('none'), lane('batch')],
    steps: 7,
    evalEvery: 5,
  };
  const recorder = new Recorder();
  const recorded = openSession({ onEvent: (event) => recorder.collect(event) });
  await recorded.session.start(config);
  await recorder.play(recorded.session, () => false);
  expect(recorded.session.status).toBe('finished');
  const plain = openSession();
  await plain.play(config);

  const recording = readRecording(writeRecording(recorder.recording));
  expect(recording.metrics.firstStep).toBe(0);
  const losses = [...recording.metrics.lanes[1]!.losses];
  expect(losses).toHaveLength(7);
  losses.forEach((loss, i) => expect(loss).toBeCloseTo(plain.losses(1)[i]!, 3));
  expect(recording.evaluations.map(({ step }) => step)).toEqual([5, 7]);
  expect(recording.evaluations[1]!.lanes[0]!.confusion).toEqual(
    plain.all('evaluation').at(-1)!.lanes[0]!.confusion,
  );

  const steps = (kind: string) =>
    recording.looks.filter(({ request }) => request.kind === kind).map(({ step }) => step);
  for (const kind of ['covariance', 'kernels', 'spectrum', 'newtonSchulz'])
    expect(steps(kind)).toEqual([0, 5, 7]);
  expect(steps('activations')).toEqual([5, 7]);
  expect(steps('gradients').length).toBeGreaterThan(0);
  expect(lookKey({ kind: 'covariance', layer: 0 })).not.toBe(lookKey({ kind: 'covariance', layer: 1 }));

  const first = recording.answers.find(({ question }) => questionKey(question) === 'testImage 3');
  expect(first!.answer).toMatchObject({ type: 'testImage', index: 3 });
  const classified = recording.answers.filter(({ question }) => question.type === 'classify');
  expect(classified).toHaveLength(3 * 12);
  expect(latest(classified, 6)!.step).toBe(5);
});

test('refuses a recording of another version', () => {
  expect(() => readRecording('{"version":9}')).toThrow('version 9');
});
