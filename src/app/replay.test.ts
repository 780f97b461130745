import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { defaultConfig } from '../train/config.ts';
import type { Recording } from '../train/recording.ts';
import type { Event } from '../worker/protocol.ts';
import { createReplay } from './replay.ts';
import { strings } from './strings.ts';

const confusion = new Uint32Array(4);
const result = (loss: number) => ({ loss, accuracy: 0.5, confusion });
const look = (step: number): Recording['looks'][number] => ({
  step,
  request: { kind: 'gradients' },
  event: {
    type: 'probe',
    runId: 0,
    watchId: 0,
    step,
    result: { kind: 'gradients', lanes: [] },
    lostMs: 0,
    analysisMs: 0,
    intervalMs: 0,
  },
});
const ofImage = (step: number, pixel: number): Recording['looks'][number] => {
  const { event } = look(step);
  return {
    step,
    request: { kind: 'activations', layer: 0, pixels: Uint8Array.of(pixel) },
    event: { ...event, result: { kind: 'activations', lanes: [] } },
  };
};
const recording: Recording = {
  version: 1,
  made: '2026-11-25',
  adapter: { vendor: 'x', architecture: 'y', description: 'z', isFallback: false },
  ready: {
    type: 'ready',
    runId: 0,
    config: defaultConfig,
    lanes: [],
    totalSteps: 100,
    stepsPerEpoch: 50,
    trainSize: 10,
    testSize: 1000,
    classes: ['a', 'b'],
    shape: [1, 2, 2],
    layers: [],
    notes: [],
  } as unknown as Recording['ready'],
  metrics: {
    type: 'metrics',
    runId: 0,
    firstStep: 0,
    lanes: [
      {
        firstStep: 0,
        learningRates: new Float32Array(100).fill(0.1),
        losses: Float32Array.from({ length: 100 }, (_, i) => i),
        accuracies: new Float32Array(100),
        gpuMsPerStep: 1,
      },
    ],
    learningRates: new Float32Array(100).fill(0.1),
    seconds: 50,
    imagesPerSecond: 10,
    msPerStep: 500,
  },
  evaluations: [
    { step: 50, laneSteps: [50], lanes: [result(2)] },
    { step: 100, laneSteps: [100], lanes: [result(1)] },
  ],
  answers: [
    {
      step: 0,
      question: { type: 'gallery', wrong: 0, right: 1, count: 12 },
      answer: { type: 'gallery', total: 5, images: [] },
    },
    {
      step: 50,
      question: { type: 'gallery', wrong: 0, right: 1, count: 12 },
      answer: { type: 'gallery', total: 3, images: [] },
    },
  ],
  looks: [look(0), look(50), ofImage(100, 1)],
};

let events: Event[] = [];
const ofType = <Type extends Event['type']>(type: Type) =>
  events.filter((event): event is Extract<Event, { type: Type }> => event.type === type);

beforeEach(() => {
  vi.useFakeTimers();
  events = [];
});
afterEach(() => vi.useRealTimers());

function open() {
  const replay = createReplay(recording, (event) => events.push(event));
  replay.send({ type: 'start', runId: 7, config: defaultConfig });
  return replay;
}

test('plays the whole run once, in order and under the run that asked', () => {
  const replay = open();
  replay.send({ type: 'play', runId: 7 });
  vi.advanceTimersByTime(60_000);
  const losses = ofType('metrics').flatMap(({ lanes }) => [...lanes[0]!.losses]);
  expect(losses).toEqual(Array.from({ length: 100 }, (_, i) => i));
  expect(ofType('metrics').at(-1)!.seconds).toBe(50);
  expect(ofType('evaluation').map(({ step }) => step)).toEqual([50, 100]);
  expect(ofType('status').map(({ status }) => status)).toEqual(['paused', 'running', 'finished']);
  expect(events.every((event) => event.runId === 7)).toBe(true);
});

test('opens where it is asked to, with all that was told until then', () => {
  const replay = createReplay(recording, (event) => events.push(event), { opensAt: 50 });
  replay.send({ type: 'start', runId: 7, config: defaultConfig });
  expect(ofType('metrics').flatMap(({ lanes }) => [...lanes[0]!.losses])).toHaveLength(50);
  expect(ofType('evaluation').map(({ step }) => step)).toEqual([50]);
  expect(ofType('status').at(-1)).toMatchObject({ status: 'paused', step: 50 });
  replay.send({ type: 'play', runId: 7 });
  vi.advanceTimersByTime(60_000);
  expect(ofType('status').at(-1)).toMatchObject({ status: 'finished', step: 100 });
});

test('steps, pauses and goes back', () => {
  const replay = open();
  replay.send({ type: 'advance', runId: 7, steps: 3 });
  vi.advanceTimersByTime(5000);
  expect(ofType('status').at(-1)).toMatchObject({ status: 'paused', step: 3 });
  replay.send({ type: 'play', runId: 7 });
  vi.advanceTimersByTime(5000);
  replay.send({ type: 'pause', runId: 7 });
  const { step } = ofType('status').at(-1)!;
  vi.advanceTimersByTime(5000);
  expect(ofType('metrics').at(-1)!.firstStep).toBeLessThan(step);
  replay.send({ type: 'rewind', runId: 7, step: 2 });
  expect(ofType('rewound')).toMatchObject([{ step: 2, evaluation: null }]);
  replay.send({ type: 'advance', runId: 7, steps: 1 });
  vi.advanceTimersByTime(400);
  expect(ofType('metrics').at(-1)).toMatchObject({ firstStep: 2 });
});

test('plays at the pace that is asked for, at once, and never faster than in its twenty seconds', () => {
  const replay = open();
  const shown = () => ofType('metrics').reduce((sum, { learningRates }) => sum + learningRates.length, 0);
  replay.send({ type: 'pace', runId: 7, stepsPerSecond: 1 });
  replay.send({ type: 'play', runId: 7 });
  expect(shown()).toBe(1);
  vi.advanceTimersByTime(3000);
  expect(shown()).toBe(4);
  replay.send({ type: 'pace', runId: 7, stepsPerSecond: 3 });
  vi.advanceTimersByTime(2000);
  expect(shown()).toBe(10);
  replay.send({ type: 'pace', runId: 7, stepsPerSecond: 30 });
  vi.advanceTimersByTime(2000);
  expect(shown()).toBe(20);
  replay.send({ type: 'pause', runId: 7 });
  replay.send({ type: 'pace', runId: 7, stepsPerSecond: 1 });
  vi.advanceTimersByTime(5000);
  expect(shown()).toBe(20);
  replay.send({ type: 'advance', runId: 7, steps: 1 });
  expect(ofType('status').at(-1)).toMatchObject({ status: 'paused', step: 21 });
});

test('answers what was recorded by then, and refuses the rest with a sentence', () => {
  const replay = open();
  const question = { type: 'gallery', wrong: 0, right: 1, count: 7 } as const;
  replay.send({ type: 'ask', runId: 7, requestId: 1, question });
  replay.send({ type: 'play', runId: 7 });
  vi.advanceTimersByTime(60_000);
  replay.send({ type: 'ask', runId: 7, requestId: 2, question });
  replay.send({ type: 'ask', runId: 7, requestId: 3, question: { type: 'testImage', index: 5 } });
  expect(ofType('answer').map(({ answer }) => (answer.type === 'gallery' ? answer.total : null))).toEqual([
    5, 3,
  ]);
  expect(ofType('refused')).toMatchObject([{ requestId: 3 }]);
  expect(ofType('refused')[0]!.message).toContain('Press Play');
});

test('shows looks as they were at the step, and says which layer was looked into', () => {
  const replay = open();
  replay.send({ type: 'look', runId: 7, watchId: 4, request: { kind: 'gradients' } });
  replay.send({ type: 'play', runId: 7 });
  vi.advanceTimersByTime(60_000);
  expect(ofType('probe').map(({ step, watchId }) => [step, watchId])).toEqual([
    [0, 4],
    [50, 4],
  ]);
  replay.send({ type: 'look', runId: 7, watchId: 5, request: { kind: 'kernels', layer: 1 } });
  expect(ofType('probeFailed')).toMatchObject([{ watchId: 5 }]);
});

test('looks at an image are answered for that image alone, and of no other step than they name', () => {
  const replay = createReplay(recording, (event) => events.push(event), { opensAt: 50 });
  replay.send({ type: 'start', runId: 7, config: defaultConfig });
  const seen = (pixel: number) => {
    events = [];
    const { request } = ofImage(0, pixel);
    replay.send({ type: 'look', runId: 7, watchId: 4, request });
  };
  seen(1);
  // Nothing earlier was recorded: the look says that it is of step 100.
  expect(ofType('probe')).toMatchObject([{ watchId: 4, step: 100, result: { kind: 'activations' } }]);
  seen(2);
  expect(ofType('probe')).toEqual([]);
  expect(ofType('probeFailed')).toMatchObject([{ message: strings.replay.notRecorded.preview }]);
  seen(1);
  expect(ofType('probe')).toHaveLength(1);
});

test('promises no training where there is none', () => {
  const replay = createReplay(recording, (event) => events.push(event), { kind: 'only' });
  replay.send({ type: 'start', runId: 7, config: defaultConfig });
  const { request } = ofImage(0, 2);
  replay.send({ type: 'look', runId: 7, watchId: 4, request });
  replay.send({ type: 'look', runId: 7, watchId: 5, request: { kind: 'step', layer: 0 } });
  replay.send({ type: 'look', runId: 7, watchId: 6, request: { kind: 'kernels', layer: 1 } });
  replay.send({ type: 'ask', runId: 7, requestId: 3, question: { type: 'testImage', index: 5 } });
  const messages = [...ofType('probeFailed'), ...ofType('refused')].map(({ message }) => message);
  expect(messages).toHaveLength(4);
  for (const message of messages) expect(message).not.toMatch(/Press Play|Take a step/);
});

test('going back shows again what was looked at and tested up to there', () => {
  const replay = createReplay(recording, (event) => events.push(event), { opensAt: 100 });
  replay.send({ type: 'start', runId: 7, config: defaultConfig });
  const looked = ofImage(100, 1);
  replay.send({ type: 'look', runId: 7, watchId: 3, request: looked.request });
  events = [];
  replay.send({ type: 'rewind', runId: 7, step: 60 });
  expect(ofType('rewound')).toMatchObject([{ step: 60, evaluation: { step: 50 } }]);
  // Pictures were recorded at the end alone.
  expect(ofType('probe')).toMatchObject([{ step: 100, watchId: 3 }]);
});
