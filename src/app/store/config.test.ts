import { expect, test } from 'vitest';
import { defaultConfig, defaultLane } from '../../train/config.ts';
import { presetConfig, presets } from '../presets.ts';
import { createConfigStore, needsRestart, setConfig, setLane } from './config.ts';

const mnist = presetConfig(presets.find(({ name }) => name === 'mnist')!);
const plain = { ...defaultLane, normalization: 'none' } as const;

test('a preset, or the defaults, leave locked settings as they are and name them', () => {
  const locked = { ...defaultConfig, lanes: [plain, defaultLane], seed: 7 };
  const store = createConfigStore(locked, [], ['lanes', 'seed', 'model']);
  setConfig(store, mnist);
  expect(store.getState().config).toEqual({ ...mnist, lanes: locked.lanes, seed: 7 });
  // The preset has the model that is locked.
  expect(store.getState().kept).toEqual(['lanes', 'seed']);
  setConfig(store, defaultConfig);
  expect(store.getState().config).toEqual(locked);
  setConfig(store, { batchSize: 16 });
  expect(store.getState()).toMatchObject({ config: { batchSize: 16 }, kept: [] });
});

test('locked lanes keep their options', () => {
  const store = createConfigStore(defaultConfig, [], ['lanes']);
  setLane(store, 0, { learningRate: 0.5 });
  expect(store.getState()).toMatchObject({ config: defaultConfig, kept: ['lanes'] });
});

test('lanes of a preset fit a model that is locked', () => {
  const linear = { ...defaultConfig, model: 'linear', lanes: [plain] };
  const store = createConfigStore(linear, [], ['model']);
  setConfig(store, defaultConfig);
  expect(store.getState().config.lanes.map(({ normalization }) => normalization)).toEqual(['none', 'deconv']);
});

test('without locks everything changes, and lanes follow the model', () => {
  const store = createConfigStore(defaultConfig);
  setConfig(store, mnist);
  expect(store.getState()).toMatchObject({ config: mnist, kept: [] });
  setConfig(store, { model: 'linear' });
  expect(store.getState().config.lanes[1]!.normalization).toBe('none');
});

test('equal lanes in other objects need no restart', () => {
  const state = createConfigStore(defaultConfig).getState();
  const { files: runningFiles, mirrors: runningMirrors } = state;
  const running = { ...defaultConfig, lanes: defaultConfig.lanes.map((lane) => ({ ...lane })) };
  expect(needsRestart({ ...state, running, runningFiles, runningMirrors })).toBe(false);
  expect(needsRestart({ ...state, running: { ...running, seed: 8 }, runningFiles, runningMirrors })).toBe(
    true,
  );
});
