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

/** What is expected was seen in runs of the command line on lavapipe, two cores shared; a GPU takes far less time. */
export const presets: readonly Preset[] = [
  {
    name: 'glyphs',
    title: 'Glyphs: batch norm or deconvolution',
    expect:
      'Expect after 20 steps about 80 % right with deconvolution and 50 % with batch norm, which catches up later. 20 steps take half a minute without a GPU.',
    change: {},
  },
  {
    name: 'rate',
    title: 'A learning rate of 0.5: none or deconvolution',
    expect:
      'Expect chance (10 %) without normalisation and over 90 % with deconvolution after 80 steps, two minutes without a GPU.',
    change: { lanes: [none, deconv], learningRate: 0.5, steps: 80, evalEvery: 20 },
  },
  {
    name: 'iterations',
    title: 'Iterations: one or five',
    expect:
      'Expect no loss from one Newton-Schulz iteration instead of five: both are above 90 % after 60 steps, two minutes without a GPU.',
    change: { lanes: [{ ...deconv, iterations: 1 }, deconv], steps: 80, evalEvery: 20 },
  },
  {
    name: 'time',
    title: 'Equal time: is whitening worth it?',
    expect:
      'Equal time instead of equal steps: batch norm takes more steps, each of deconvolution moves the loss more. Look over seconds.',
    change: { fairness: 'time' },
  },
  {
    name: 'mnist',
    title: 'MNIST: none, batch norm, deconvolution',
    expect:
      'Expect 93 % without normalisation and 98 % with batch norm or deconvolution after 200 steps, some minutes without a GPU.',
    change: { dataset: 'mnist', lanes: [none, defaultLane, deconv], steps: 200 },
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
