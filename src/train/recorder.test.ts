import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { lane, openSession, tiny } from '../testing/session.ts';
import { defaultConfig } from './config.ts';
import { Recorder } from './recorder.ts';
import { latest, lookKey, questionKey, readRecording, writeRecording, type Recording } from './recording.ts';

/** The recorded run that the page opens with. */
const published = readRecording(
  readFileSync(new URL('../../public/recorded/glyphs-lenet.json', import.meta.url), 'utf8'),
);

/** Where a value has what: `metrics.lanes.losses Float32Array`. Places of an array are one, null says nothing. */
function contents(value: unknown, path = ''): string[] {
  if (value === null) return [];
  if (ArrayBuffer.isView(value)) return [`${path} ${value.constructor.name}`];
  if (Array.isArray(value)) return [...new Set(value.flatMap((part) => contents(part, path)))];
  if (typeof value !== 'object') return [`${path} ${typeof value}`];
  return Object.entries(value).flatMap(([key, part]) => contents(part, `${path}.${key}`));
}

/** {@link contents}, of looks and answers by their kind. */
const contentsOf = ({ answers, looks, ...rest }: Recording) => [
  ...contents(rest),
  ...answers.flatMap(({ question, answer }) => [
    ...contents(question, `question ${question.type}`),
    ...contents(answer, `answer ${answer.type}`),
  ]),
  ...looks.flatMap(({ request, event }) => [
    ...contents(request, `request ${request.kind}`),
    ...contents(event, `look ${request.kind}`),
  ]),
];

test('the recorded run of the page is one of the default settings', () => {
  const { config, totalSteps } = published.ready;
  expect(config).toEqual({ ...defaultConfig, steps: 200, evalEvery: 25, testSize: 1000 });
  expect(published.metrics.lanes.map(({ losses }) => losses.length)).toEqual([totalSteps, totalSteps]);
  expect(published.evaluations[0]!.step).toBe(25);
});

test('a recorded run says what the session said, and takes the same steps as one without pauses', async () => {
  const config = {
    ...tiny,
    model: 'lenet',
    width: 0.5,
    lanes: [lane('batch'), lane('deconv')],
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
  losses.forEach((loss, i) => expect(loss / plain.losses(1)[i]!).toBeCloseTo(1, 2));
  expect(recording.evaluations.map(({ step }) => step)).toEqual([5, 7]);
  expect(recording.evaluations[1]!.lanes[0]!.confusion).toEqual(
    plain.all('evaluation').at(-1)!.lanes[0]!.confusion,
  );

  const steps = (kind: string) =>
    recording.looks.filter(({ request }) => request.kind === kind).map(({ step }) => step);
  for (const kind of ['covariance', 'kernels', 'spectrum', 'newtonSchulz'])
    expect(steps(kind)).toEqual([0, 5, 7]);
  expect(steps('activations')).toEqual([7]);
  expect(steps('gradients').length).toBeGreaterThan(0);
  expect(lookKey({ kind: 'covariance', layer: 0 })).not.toBe(lookKey({ kind: 'covariance', layer: 1 }));
  const ofImage = (...pixels: number[]) =>
    lookKey({ kind: 'activations', layer: 0, pixels: Uint8Array.from(pixels) });
  expect(ofImage(1, 2)).toBe(ofImage(1, 2));
  expect(ofImage(1, 2)).not.toBe(ofImage(1, 3));

  // A published recording that lacks what is told today is to be made anew; the README has the command.
  const known = new Set(contentsOf(published));
  const news = contentsOf(recording).filter((part) => !known.has(part) && !part.startsWith('.ready.config'));
  expect(news).toEqual([]);

  const first = recording.answers.find(({ question }) => questionKey(question) === 'testImage 3');
  expect(first!.answer).toMatchObject({ type: 'testImage', index: 3 });
  const classified = recording.answers.filter(({ question }) => question.type === 'classify');
  expect(classified).toHaveLength(3 * 8);
  expect(latest(classified, 6)!.step).toBe(5);
});

test('refuses a recording of another version', () => {
  expect(() => readRecording('{"version":9}')).toThrow('version 9');
});
