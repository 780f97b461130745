import { defaultConfig, defaultLane, type LaneConfig, type TrainConfig } from '../train/config.ts';
import { compactConfig } from '../train/parse.ts';
import { recipes } from '../train/recipes.ts';
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
  /** Settings that stay as they are. Default: none. */
  readonly keeps?: readonly (keyof TrainConfig)[];
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

/** What a recipe of the paper is applied to. */
const subject = ['dataset', 'model', 'width', 'depth', 'layers', 'trainSize', 'testSize'] as const;

export const presets: readonly Preset[] = [
  ...settings.map((preset) => ({ ...preset, ...texts[preset.name] })),
  ...recipes.map(({ name, title, description, settings: change }) => ({
    name: `recipe-${name}`,
    title,
    expect: `${description} ${results(name)} ${strings.presets.recipe.cost}`,
    change,
    keeps: subject,
  })),
];

/** What the paper has with a recipe. */
function results(recipe: string): string {
  const { cifar, imagenet } = strings.presets.recipe;
  return recipe.startsWith('imagenet') ? imagenet : cifar;
}

/** The settings of a preset, chosen while these are in force. */
export function presetConfig({ change, keeps = [] }: Preset, current = defaultConfig): TrainConfig {
  const kept = Object.fromEntries(keeps.map((key) => [key, current[key]]));
  return { ...defaultConfig, ...change, ...kept };
}

/** The preset whose settings these are. */
export function presetOf(config: TrainConfig): Preset | null {
  const key = (settings: TrainConfig) => JSON.stringify(compactConfig(settings));
  return presets.find((preset) => key(presetConfig(preset, config)) === key(config)) ?? null;
}
