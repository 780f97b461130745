import type { LayerKind } from '../nn/own/layerList.ts';
import type { TrainConfig } from '../train/config.ts';
import { compactConfig, parseConfig, type ParsedConfig } from '../train/parse.ts';

/** Short names keep every address below 500 characters; the full names are understood as well. */
const shortNames = {
  dataset: 'data',
  labelNoise: 'ln',
  trainSize: 'train',
  testSize: 'test',
  augment: 'aug',
  model: 'net',
  width: 'w',
  depth: 'd',
  layers: 'ly',
  optimizer: 'opt',
  learningRate: 'lr',
  momentum: 'mom',
  nesterov: 'nes',
  weightDecay: 'wd',
  schedule: 'sc',
  warmupSteps: 'wu',
  labelSmoothing: 'ls',
  batchSize: 'bs',
  epochs: 'ep',
  steps: 'n',
  fairness: 'fair',
  evalEvery: 'ev',
  stopAccuracy: 'sa',
  stopPatience: 'sp',
  stopSeconds: 'st',
} as const satisfies Partial<Record<keyof TrainConfig, string>>;

const shortLaneNames = {
  learningRate: 'r',
  blockSize: 'b',
  linearBlockSize: 'l',
  samplingStride: 's',
  inverseSqrt: 'i',
  iterations: 't',
  eps: 'e',
  statisticsMomentum: 'm',
  gradientThroughDeconv: 'g',
  firstIterations: 'f',
  groupedIterations: 'q',
  freeze: 'z',
  modelBlocks: 'o',
  deconvPeriod: 'p',
} as const satisfies Partial<Record<keyof TrainConfig['lanes'][number], string>>;

const shortLayerNames = {
  conv: 'c',
  residual: 'r',
  maxpool: 'm',
  avgpool: 'a',
  mean: 'g',
  linear: 'l',
  dropout: 'd',
} as const satisfies Record<LayerKind, string>;

const invert = (names: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(names).map(([long, short]) => [short, long]));

const rename = (name: string, names: Readonly<Record<string, string>>): string =>
  Object.hasOwn(names, name) ? names[name]! : name;

/** `batch,deconv:blockSize=16` with its option names exchanged. */
const renameLaneOptions = (lanes: string, names: Readonly<Record<string, string>>): string =>
  lanes.replace(/:([^:,=]+)=/g, (_, option: string) => `:${rename(option, names)}=`);

/** `conv8k5,maxpool2` with the names of its layers exchanged. */
const renameLayers = (layers: string, names: Readonly<Record<string, string>>): string =>
  layers.replace(
    /(^|,)([a-z]+?)(?=\d|,|$)/g,
    (_, comma: string, kind: string) => comma + rename(kind, names),
  );

/** A lane, or a layer, like the one before it is written `=`. */
const shortenRepeats = (list: string): string =>
  list
    .split(',')
    .map((item, i, all) => (i > 0 && item === all[i - 1] ? '=' : item))
    .join(',');

/** Inverse of {@link shortenRepeats}. */
const expandRepeats = (list: string): string => {
  let before = '';
  return list
    .split(',')
    .map((item) => (before = item === '=' ? before : item))
    .join(',');
};

/** The value of a setting as it stands in an address. */
function shorten(key: string, value: string): string {
  if (key === 'lanes') return renameLaneOptions(shortenRepeats(value), shortLaneNames);
  return key === 'layers' ? renameLayers(shortenRepeats(value), shortLayerNames) : value;
}

/** Inverse of {@link shorten}; long names stay as they are. */
function expand(key: string, value: string): string {
  if (key === 'lanes') return renameLaneOptions(expandRepeats(value), invert(shortLaneNames));
  return key === 'layers' ? renameLayers(expandRepeats(value), invert(shortLayerNames)) : value;
}

/** The settings that differ from the default as an address part, `#v=1&net=vgg11&lr=0.05`. */
export function formatHash(config: TrainConfig): string {
  const pairs = compactConfig(config).map(([key, value]) => {
    const text = shorten(key, value);
    // These signs are allowed in a fragment and keep the address readable.
    const encoded = encodeURIComponent(text).replace(/%3A/g, ':').replace(/%2C/g, ',').replace(/%3D/g, '=');
    return `${rename(key, shortNames)}=${encoded}`;
  });
  return pairs.length === 0 ? '' : `#${['v=1', ...pairs].join('&')}`;
}

/** Reads what {@link formatHash} wrote; whatever is bad takes its default and adds a sentence to `problems`. */
export function parseHash(hash: string): ParsedConfig {
  const longNames = { ...invert(shortNames), v: 'version' };
  const pairs = hash
    .replace(/^#/, '')
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair): [string, string] => {
      const equals = pair.indexOf('=');
      const key = rename(decode(equals < 0 ? pair : pair.slice(0, equals)), longNames);
      const value = equals < 0 ? '' : decode(pair.slice(equals + 1));
      return [key, expand(key, value)];
    });
  return parseConfig(Object.fromEntries(pairs));
}

/** A broken escape is left as it stands: the range check then names it. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
