import { defaultConfig, defaultLane, type LaneConfig, type TrainConfig } from '../train/config.ts';
import { compactConfig } from '../train/parse.ts';

/** Settings by name. */
export interface Preset {
  readonly name: string;
  readonly title: string;
  /** What to expect, and how long it takes. */
  readonly expect: string;
  /** What differs from the defaults. */
  readonly change: Partial<TrainConfig>;
}

const none: LaneConfig = { ...defaultLane, normalization: 'none' };
const deconv: LaneConfig = { ...defaultLane, normalization: 'deconv' };

export const presets: readonly Preset[] = [
  {
    name: 'glyphs',
    title: 'Glyphs, LeNet: batch norm or deconvolution',
    expect: 'The page draws the digits itself. Deconvolution learns in fewer steps than batch norm.',
    change: {},
  },
  {
    name: 'mnist',
    title: 'MNIST, LeNet: none, batch norm, deconvolution',
    expect:
      'After 200 steps of the paper’s recipe: 93.4 % without normalisation, 98.1 % with batch norm, 98.0 % with deconvolution.',
    change: { dataset: 'mnist', lanes: [none, defaultLane, deconv] },
  },
];

export function presetConfig({ change }: Preset): TrainConfig {
  return { ...defaultConfig, ...change };
}

/** The preset whose settings these are. */
export function presetOf(config: TrainConfig): Preset | null {
  const key = (settings: TrainConfig) => JSON.stringify(compactConfig(settings));
  return presets.find((preset) => key(presetConfig(preset)) === key(config)) ?? null;
}
