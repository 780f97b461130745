import { defaultConfig, defaultLane, type LaneConfig, type TrainConfig } from '../train/config.ts';
import { compactConfig } from '../train/parse.ts';
import type { XAxis } from './charts/axis.ts';
import { strings } from './strings.ts';

const texts = strings.presets.known;

/** Settings by name. */
export interface Preset {
  readonly name: string;
  readonly title: string;
  /** What to expect, and how long it takes. */
  readonly expect: string;
  /** What runs along the x axis when the preset is chosen. Default: what does already. */
  readonly axis?: XAxis;
  /** What differs from the defaults. */
  readonly change: Partial<TrainConfig>;
}

const none: LaneConfig = { ...defaultLane, normalization: 'none' };
const deconv: LaneConfig = { ...defaultLane, normalization: 'deconv' };

const settings: readonly (Pick<Preset, 'change' | 'axis'> & { readonly name: keyof typeof texts })[] = [
  {
    name: 'glyphs',
    change: {},
  },
  {
    name: 'rate',
    change: { lanes: [none, deconv], learningRate: 0.5, steps: 80, evalEvery: 20 },
  },
  {
    name: 'iterations',
    change: { lanes: [{ ...deconv, iterations: 1 }, deconv], steps: 80, evalEvery: 20 },
  },
  {
    name: 'time',
    change: { fairness: 'time', steps: 200, evalEvery: 20 },
    axis: 'seconds',
  },
  {
    name: 'mnist',
    change: { dataset: 'mnist', lanes: [none, defaultLane, deconv], steps: 200 },
  },
];

export const presets: readonly Preset[] = settings.map((preset) => ({ ...preset, ...texts[preset.name] }));

export function presetConfig({ change }: Preset): TrainConfig {
  return { ...defaultConfig, ...change };
}

/** The preset whose settings these are. */
export function presetOf(config: TrainConfig): Preset | null {
  const key = (settings: TrainConfig) => JSON.stringify(compactConfig(settings));
  return presets.find((preset) => key(presetConfig(preset)) === key(config)) ?? null;
}
