import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { defaultConfig } from '../train/config.ts';
import type { Recording } from '../train/recording.ts';
import type { Command } from '../worker/protocol.ts';
import { createController } from './controller.ts';
import { openWith, type Opening } from './opening.ts';
import { createConfigStore, setConfig } from './store/config.ts';
import { Curves } from './store/curves.ts';
import { createRunStore } from './store/run.ts';

const lane = () => ({
  firstStep: 0,
  learningRates: new Float32Array(10),
  losses: new Float32Array(10),
  accuracies: new Float32Array(10),
  gpuMsPerStep: 1,
});
const recording = {
  version: 1,
  made: '2026-11-25',
  adapter: { vendor: '', architecture: '', description: 'recorded', isFallback: false },
  ready: { type: 'ready', config: defaultConfig, totalSteps: 10, layers: [], notes: [], lanes: [] },
  metrics: { type: 'metrics', lanes: [lane(), lane()], learningRates: new Float32Array(10), seconds: 1 },
  evaluations: [],
  answers: [],
  looks: [],
} as unknown as Recording;

const linked = { ...defaultConfig, seed: 9 };

/** A page that was opened, with what reached the worker. */
function createLab() {
  const sent: Command[] = [];
  const run = createRunStore();
  const config = createConfigStore(linked);
  const controller = createController({
    connect: () => ({ send: (command) => sent.push(command), terminate: () => undefined }),
    config,
    run,
    curves: new Curves(),
  });
  const open = (opening: Partial<Opening>) =>
    openWith(
      { run, config, controller },
      {
        loadRecording: () => Promise.resolve(recording),
        findNoGpu: () => Promise.resolve(null),
        startsRecorded: false,
        isStill: true,
        ...opening,
      },
    );
  return { sent, run, config, controller, open };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

test('a link builds its networks where it does not start with the recorded run', async () => {
  const { open, sent, run } = createLab();
  await open({});
  expect(sent).toEqual([{ type: 'start', runId: 1, config: linked }]);
  expect(run.getState().replay).toBeNull();
});

test('a link that starts with the recorded run builds its own networks as soon as Play is pressed', async () => {
  const { open, sent, run, config, controller } = createLab();
  await open({ startsRecorded: true });
  expect(run.getState().replay).toEqual({ kind: 'preview', made: '2026-11-25' });
  vi.runAllTimers();
  expect(sent).toEqual([]);
  expect(config.getState().config).toBe(linked);
  controller.play();
  expect(sent).toEqual([{ type: 'start', runId: 2, config: linked }]);
  expect(run.getState()).toMatchObject({ replay: null, pending: 'play' });
});

test('a setting that was changed before the recorded run came is built at once', async () => {
  const { open, sent, config, run } = createLab();
  const opening = open({ startsRecorded: true });
  setConfig(config, { seed: 10 });
  await opening;
  expect(run.getState().replay).toBeNull();
  expect(sent).toEqual([{ type: 'start', runId: 1, config: { ...linked, seed: 10 } }]);
});

test('without the recorded run the networks of the link are built', async () => {
  const { open, sent } = createLab();
  await open({ startsRecorded: true, loadRecording: () => Promise.reject(new Error('404')) });
  expect(sent).toEqual([{ type: 'start', runId: 1, config: linked }]);
});

test('where nothing can be trained the recorded run is all that a link has, with the reason', async () => {
  const { open, sent, run, controller } = createLab();
  await open({ findNoGpu: () => Promise.resolve('missing') });
  expect(run.getState()).toMatchObject({ replay: { kind: 'only' }, noGpu: 'missing' });
  controller.play();
  expect(sent).toEqual([]);
});
