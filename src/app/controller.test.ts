import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { defaultConfig } from '../train/config.ts';
import type { Command, Event } from '../worker/protocol.ts';
import { createController, type Controller } from './controller.ts';
import { createConfigStore, setConfig, setLane } from './store/config.ts';
import { Curves } from './store/curves.ts';
import { createRunStore, isPlaying } from './store/run.ts';

let sent: Command[];
let say: (event: Event) => void;
let crash: (message: string) => void;
let opened: number;
let terminated: number;
let controller: Controller;
let config: ReturnType<typeof createConfigStore>;
let run: ReturnType<typeof createRunStore>;
let curves: Curves;

const types = () => sent.map(({ type }) => type);
const runId = () => run.getState().runId;

function becomeReady(): void {
  say({
    type: 'ready',
    runId: runId(),
    config: config.getState().config,
    lanes: [],
    totalSteps: 100,
    stepsPerEpoch: 10,
    trainSize: 1000,
    testSize: 100,
    classes: [],
    layers: [],
    shape: [1, 28, 28],
    notes: [],
  });
  tell('paused', 0);
}

function tell(status: 'running' | 'paused' | 'finished' | 'stopped' | 'preparing', step: number): void {
  say({ type: 'status', runId: runId(), status, step });
}

function takeSteps(firstStep: number, count: number): void {
  const lane = () => ({
    firstStep,
    learningRates: new Float32Array(count),
    losses: new Float32Array(count).fill(2),
    accuracies: new Float32Array(count).fill(0.5),
    gpuMsPerStep: 1,
  });
  say({
    type: 'metrics',
    runId: runId(),
    firstStep,
    lanes: [lane(), lane()],
    learningRates: new Float32Array(count),
    seconds: 1,
    imagesPerSecond: 100,
    msPerStep: 1,
  });
}

beforeEach(() => {
  vi.useFakeTimers();
  sent = [];
  opened = terminated = 0;
  config = createConfigStore(defaultConfig);
  run = createRunStore();
  curves = new Curves();
  controller = createController({
    connect: (onEvent, onCrash) => {
      opened++;
      say = onEvent;
      crash = onCrash;
      return { send: (command) => sent.push(command), terminate: () => terminated++ };
    },
    config,
    run,
    curves,
  });
  controller.reset();
});

afterEach(() => {
  controller.dispose();
  vi.useRealTimers();
});

describe('transport', () => {
  test('starts with the form, then asks for sample images', () => {
    expect(sent).toEqual([{ type: 'start', runId: 1, config: defaultConfig }]);
    becomeReady();
    expect(types()).toEqual(['start', 'ask']);
    expect(run.getState().status).toBe('paused');
  });

  test('starts again with the data anew only where that is asked for', () => {
    controller.reset();
    controller.reload();
    expect(sent.slice(1)).toEqual([
      { type: 'start', runId: 2, config: defaultConfig },
      { type: 'start', runId: 3, config: defaultConfig, isAnew: true },
    ]);
  });

  test('what is asked for while preparing is done when ready', () => {
    controller.play();
    expect(isPlaying(run.getState())).toBe(true);
    expect(types()).toEqual(['start']);
    becomeReady();
    expect(types()).toEqual(['start', 'ask', 'play']);
  });

  test('a second thought while preparing takes Play back', () => {
    controller.togglePlay();
    controller.togglePlay();
    becomeReady();
    expect(types()).toEqual(['start', 'ask']);
  });

  test('Step takes one step, Epoch the rest of the epoch', () => {
    becomeReady();
    controller.step();
    expect(sent.at(-1)).toEqual({ type: 'advance', runId: 1, steps: 1 });
    takeSteps(0, 13);
    controller.epoch();
    expect(sent.at(-1)).toEqual({ type: 'advance', runId: 1, steps: 7 });
  });

  test('Pause goes to the worker while training', () => {
    becomeReady();
    controller.play();
    tell('running', 0);
    controller.togglePlay();
    expect(types().slice(2)).toEqual(['play', 'pause']);
    expect(curves.flags).toEqual([]);
    tell('paused', 9);
    expect(curves.flags).toEqual([{ step: 9, text: 'pause' }]);
    controller.step();
    tell('running', 9);
    tell('paused', 10);
    expect(curves.flags).toHaveLength(1);
  });

  test('a finished run takes no more steps', () => {
    becomeReady();
    tell('finished', 100);
    controller.play();
    controller.step();
    expect(types()).toEqual(['start', 'ask']);
  });

  test('Reset starts a new run with empty curves, and old events are ignored', () => {
    becomeReady();
    takeSteps(0, 5);
    const old = runId();
    controller.reset();
    expect(curves.steps).toBe(0);
    expect(run.getState()).toMatchObject({ runId: old + 1, status: 'preparing', step: 0, ready: null });
    say({ type: 'status', runId: old, status: 'running', step: 5 });
    say({ type: 'error', runId: old, message: 'old' });
    expect(run.getState()).toMatchObject({ status: 'preparing', step: 0, error: null });
  });
});

describe('the form', () => {
  test('untouched networks follow it after a rest', () => {
    becomeReady();
    setConfig(config, { model: 'mlp' });
    setConfig(config, { batchSize: 32 });
    expect(types()).toEqual(['start', 'ask']);
    vi.advanceTimersByTime(600);
    expect(sent.at(-1)).toMatchObject({ type: 'start', runId: 2, config: { model: 'mlp', batchSize: 32 } });
  });

  test('other data are asked for sooner than what one may still be typing', () => {
    becomeReady();
    setConfig(config, { dataset: 'mnist' });
    vi.advanceTimersByTime(150);
    expect(sent.at(-1)).toMatchObject({ type: 'start', runId: 2, config: { dataset: 'mnist' } });
    setConfig(config, { batchSize: 32 });
    vi.advanceTimersByTime(150);
    expect(types().at(-1)).toBe('start');
    expect(runId()).toBe(2);
  });

  test('a model without batch norm takes the lanes that it has', () => {
    setConfig(config, { model: 'linear' });
    expect(config.getState().config.lanes.map(({ normalization }) => normalization)).toEqual([
      'none',
      'deconv',
    ]);
  });

  test('Play does not wait for that rest', () => {
    becomeReady();
    setLane(config, 0, { normalization: 'none' });
    controller.play();
    expect(sent.at(-1)).toMatchObject({ type: 'start', runId: 2 });
    becomeReady();
    expect(types()).toEqual(['start', 'ask', 'start', 'ask', 'play']);
    vi.advanceTimersByTime(2000);
    expect(sent).toHaveLength(5);
  });

  test('networks that have learned something wait for Reset', () => {
    becomeReady();
    takeSteps(0, 3);
    setConfig(config, { model: 'mlp' });
    vi.advanceTimersByTime(2000);
    expect(types()).toEqual(['start', 'ask']);
    controller.play();
    expect(types()).toEqual(['start', 'ask', 'play']);
  });

  test('learning rate, momentum and weight decay go to networks at work at once and are flagged', () => {
    becomeReady();
    takeSteps(0, 3);
    setConfig(config, { learningRate: 0.01 });
    expect(sent.at(-1)).toEqual({ type: 'change', runId: 1, settings: { learningRate: 0.01 } });
    expect(curves.flags).toEqual([{ step: 3, text: 'Learning rate 0.0100' }]);
    setConfig(config, { seed: 7 });
    expect(types()).toEqual(['start', 'ask', 'change']);
  });

  test('a question is answered, refused with its sentence, or given up when another run begins', async () => {
    becomeReady();
    const classified = controller.ask({ type: 'classify', pixels: new Uint8Array(4) });
    const { requestId } = sent.at(-1) as { requestId: number };
    const answer = { type: 'classify', lanes: [Float32Array.of(0.25, 0.75), null] } as const;
    say({ type: 'answer', runId: 1, requestId, answer });
    await expect(classified).resolves.toMatchObject({ lanes: [Float32Array.of(0.25, 0.75), null] });

    const refused = controller.ask({ type: 'testImage', index: 99 });
    say({ type: 'refused', runId: 1, requestId: requestId + 1, message: 'There is no test image 99.' });
    await expect(refused).rejects.toThrow('There is no test image 99.');

    const abandoned = controller.ask({ type: 'gallery', wrong: 0, right: 1, count: 3 });
    controller.reset();
    await expect(abandoned).rejects.toThrow('Another run began');
  });

  test('a rewound run forgets what came after', () => {
    becomeReady();
    takeSteps(0, 8);
    say({ type: 'checkpoints', runId: 1, steps: [0, 4, 8] });
    expect(run.getState().checkpoints).toEqual([0, 4, 8]);
    controller.rewind(4);
    expect(sent.at(-1)).toEqual({ type: 'rewind', runId: 1, step: 4 });
    const { branch } = run.getState();
    const evaluation = { step: 4, lanes: [null, null] };
    const stops = [2, 7].map(
      (step, lane) => ({ type: 'laneStopped', runId: 1, lane, step, reason: 'Not finite.' }) as const,
    );
    stops.forEach(say);
    say({ type: 'rewound', runId: 1, step: 4, evaluation, stopped: [true, false] });
    expect(run.getState().laneStops).toEqual([stops[0]]);
    expect(run.getState()).toMatchObject({ step: 4, evaluation, branch: branch + 1 });
    expect(curves.steps).toBe(4);
  });

  test('live settings changed while preparing arrive when ready', () => {
    setConfig(config, { momentum: 0.5 });
    expect(types()).toEqual(['start']);
    becomeReady();
    expect(sent.at(-1)).toEqual({ type: 'change', runId: 1, settings: { momentum: 0.5 } });
  });
});

describe('trouble', () => {
  test('after an error a change of the form tries again by itself', () => {
    say({ type: 'error', runId: runId(), message: 'No MNIST files were found.' });
    expect(run.getState()).toMatchObject({ status: 'stopped', error: 'No MNIST files were found.' });
    setConfig(config, { dataset: 'glyphs-color' });
    vi.advanceTimersByTime(600);
    expect(types()).toEqual(['start', 'start']);
    expect(run.getState().error).toBeNull();
  });

  test('a crashed worker is replaced by the next start', () => {
    crash('The training worker failed.');
    expect(run.getState()).toMatchObject({ error: 'The training worker failed.', hasCrashed: true });
    expect([opened, terminated]).toEqual([1, 1]);
    controller.play();
    expect(opened).toBe(2);
    expect(run.getState()).toMatchObject({ error: null, hasCrashed: false });
    becomeReady();
    expect(types().slice(1)).toEqual(['start', 'ask', 'play']);
  });

  test('a crash answers what was asked with what happened, and the next worker looks at the same', async () => {
    becomeReady();
    controller.look({ kind: 'covariance', layer: 1 });
    const asked = controller.ask({ type: 'testImage', index: 0 });
    crash('The training worker failed.');
    await expect(asked).rejects.toThrow('The training worker failed.');
    sent = [];
    controller.reset();
    expect(sent).toMatchObject([
      { type: 'start' },
      { type: 'look', request: { kind: 'covariance', layer: 1 } },
    ]);
  });

  test('recovers from a loss that is not finite: back, at a lower rate, flagged there, and on', () => {
    becomeReady();
    takeSteps(0, 8);
    say({ type: 'checkpoints', runId: 1, steps: [0, 4] });
    tell('running', 8);
    controller.recover({ step: 4, lane: null, learningRate: 0.01 });
    expect(sent.at(-1)).toEqual({ type: 'rewind', runId: 1, step: 4 });
    expect(config.getState().config.learningRate).toBe(0.1);
    tell('stopped', 8);
    say({ type: 'rewound', runId: 1, step: 4, evaluation: null, stopped: [] });
    tell('paused', 4);
    expect(sent.slice(-2)).toEqual([
      { type: 'change', runId: 1, settings: { learningRate: 0.01 } },
      { type: 'play', runId: 1 },
    ]);
    expect(curves.flags).toEqual([{ step: 4, text: 'Learning rate 0.0100' }]);
    // The next pause is a pause.
    tell('running', 4);
    tell('paused', 5);
    expect(types().filter((type) => type === 'play')).toHaveLength(1);
  });

  test('recovers without a checkpoint by starting anew', () => {
    becomeReady();
    controller.recover({ step: null, lane: 1, learningRate: 0.5 });
    expect(config.getState().config.lanes[1]?.learningRate).toBe(0.5);
    becomeReady();
    expect(types().slice(-3)).toEqual(['start', 'ask', 'play']);
  });

  test('a lane that stopped and a lost device are kept for the page', () => {
    becomeReady();
    takeSteps(0, 3);
    say({ type: 'laneStopped', runId: 1, lane: 1, step: 2, reason: 'Not finite.' });
    say({ type: 'deviceLost', runId: 1, step: 0, reason: 'gone' });
    expect(run.getState()).toMatchObject({ status: 'lost', lost: { step: 0, reason: 'gone' } });
    expect(run.getState().laneStops).toHaveLength(1);
    tell('preparing', 0);
    becomeReady();
    expect(run.getState()).toMatchObject({ status: 'paused', lost: { reason: 'gone' } });
    expect(curves.flags).toEqual([{ step: 0, text: 'device lost' }]);
  });
});

test('a pace goes to the worker at once, and to every later one before it starts', () => {
  becomeReady();
  controller.setPace(3);
  expect(sent.at(-1)).toEqual({ type: 'pace', runId: 1, stepsPerSecond: 3 });
  crash('The training worker failed.');
  sent = [];
  controller.reset();
  expect(types()).toEqual(['pace', 'start']);
  controller.setPace(null);
  crash('The training worker failed.');
  sent = [];
  controller.reset();
  expect(types()).toEqual(['start']);
});

test('what nobody sees is not looked at, and is again once someone does', () => {
  const looks = () => sent.flatMap((command) => (command.type === 'look' ? [command.request] : []));
  controller.setInSight(false);
  expect(looks()).toEqual([]);
  controller.setInSight(true);
  const [kernels, gradients] = [{ kind: 'kernels', layer: 0 }, { kind: 'gradients' }] as const;
  controller.look(kernels);
  controller.setInSight(false);
  controller.setInSight(false);
  expect(looks()).toEqual([kernels, null]);
  controller.look(gradients);
  expect(looks()).toEqual([kernels, null, null]);
  controller.setInSight(true);
  expect(looks()).toEqual([kernels, null, null, gradients]);
});

test('an adapter is that of the run that names it', () => {
  const adapter = { vendor: 'x', architecture: 'y', description: 'z', isFallback: false };
  controller.reset();
  const old = runId();
  controller.reset();
  say({ type: 'adapter', runId: old, adapter });
  expect(run.getState().adapter).toBeNull();
  say({ type: 'adapter', runId: runId(), adapter });
  expect(run.getState().adapter).toEqual(adapter);
});
