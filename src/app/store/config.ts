import { createStore, type StoreApi } from 'zustand/vanilla';
import { models } from '../../nn/models/catalogue.ts';
import type { DroppedFile } from '../../data/droppedFiles.ts';
import type { LaneConfig, Normalization, TrainConfig } from '../../train/config.ts';
import type { Field } from '../../train/field.ts';
import { fields } from '../../train/fields.ts';
import { formatLanes } from '../../train/parse.ts';
import type { LiveSettings } from '../../worker/protocol.ts';

type SettingKey = Field['key'];

/** What the user wants: the form, and what the running networks were built with. */
export interface ConfigState {
  /** The form. */
  readonly config: TrainConfig;
  /** What the networks at work were started with, live changes included; null before the first start. */
  readonly running: TrainConfig | null;
  /** Data files dropped on the page or chosen in a dialog. */
  readonly files: readonly DroppedFile[];
  /** `files` as the networks at work have them. */
  readonly runningFiles: readonly DroppedFile[];
  /** Addresses of folders that the user names as sources of data sets; kept in this browser. */
  readonly mirrors: readonly string[];
  readonly runningMirrors: readonly string[];
  /** Sentences about values of the address that were not used. */
  readonly problems: readonly string[];
  /** Settings that nothing on the page changes. */
  readonly locked: readonly SettingKey[];
  /** Those of them that the last change asked for in vain. */
  readonly kept: readonly SettingKey[];
}

export type ConfigStore = StoreApi<ConfigState>;

export function createConfigStore(
  config: TrainConfig,
  problems: readonly string[] = [],
  locked: readonly SettingKey[] = [],
): ConfigStore {
  return createStore<ConfigState>()(() => ({
    config,
    running: null,
    files: [],
    runningFiles: [],
    mirrors: [],
    runningMirrors: [],
    problems,
    locked,
    kept: [],
  }));
}

/**
 * Sets one or more settings of the form, but none that is locked. Lanes of a kind that a new model does not have become
 * lanes without norm.
 */
export function setConfig(store: ConfigStore, change: Partial<TrainConfig>): void {
  store.setState(({ config, locked }) => {
    const wanted = { ...config, ...change };
    const next = { ...wanted, ...Object.fromEntries(locked.map((key) => [key, config[key]])) };
    const kept = locked.filter((key) => !isSame(key, config, wanted));
    if (change.model === undefined || locked.includes('lanes')) return { config: next, kept };
    return { config: { ...next, lanes: fittingLanes(next) }, kept };
  });
}

/** The lanes; those of a kind that the model does not have without norm, or with what it has first. */
export function fittingLanes({ model, lanes }: Pick<TrainConfig, 'model' | 'lanes'>): LaneConfig[] {
  const known = normalizationsOf(model);
  return lanes.map((lane) =>
    known.includes(lane.normalization) ? lane : { ...lane, normalization: known[0] ?? lane.normalization },
  );
}

/** What a model may have between its layers; all there is for a model that is not known. */
export function normalizationsOf(model: string): readonly Normalization[] {
  return models.find(({ name }) => name === model)?.normalizations ?? ['none', 'batch', 'deconv'];
}

/** Whether the user says which layers a model has. */
export function takesLayersOf(model: string): boolean {
  return models.find(({ name }) => name === model)?.takesLayers ?? false;
}

/** Sets options of one lane of the form. */
export function setLane(store: ConfigStore, lane: number, change: Partial<LaneConfig>): void {
  const { lanes } = store.getState().config;
  setConfig(store, { lanes: lanes.map((old, index) => (index === lane ? { ...old, ...change } : old)) });
}

/** The networks at work were not built with what the form says; live settings do not count. */
export function needsRestart({ config, running, ...sources }: ConfigState): boolean {
  if (running === null) return false;
  return (
    sources.files !== sources.runningFiles ||
    sources.mirrors !== sources.runningMirrors ||
    fields.some(({ key, isLive }) => !isLive && !isSame(key, config, running))
  );
}

function isSame(key: SettingKey, a: TrainConfig, b: TrainConfig): boolean {
  return key === 'lanes' ? formatLanes(a.lanes) === formatLanes(b.lanes) : a[key] === b[key];
}

const liveKeys: readonly (keyof LiveSettings)[] = ['learningRate', 'momentum', 'weightDecay'];

/** Live settings in which the form has moved away from the networks at work. */
export function liveChanges({ config, running }: ConfigState): LiveSettings {
  if (running === null) return {};
  return Object.fromEntries(
    liveKeys.filter((key) => config[key] !== running[key]).map((key) => [key, config[key]]),
  );
}
