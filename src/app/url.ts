import type { TrainConfig } from '../train/config.ts';
import { compactConfig, parseConfig, type ParsedConfig } from '../train/parse.ts';

/** Short names keep every address below 500 characters; the full names are understood as well. */
const shortNames = {
  dataset: 'data',
  trainSize: 'train',
  testSize: 'test',
  augment: 'aug',
  model: 'net',
  width: 'w',
  depth: 'd',
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
  deconvPeriod: 'p',
} as const satisfies Partial<Record<keyof TrainConfig['lanes'][number], string>>;

const invert = (names: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(names).map(([long, short]) => [short, long]));

const rename = (name: string, names: Readonly<Record<string, string>>): string =>
  Object.hasOwn(names, name) ? names[name]! : name;

/** `batch,deconv:blockSize=16` with its option names exchanged. */
const renameLaneOptions = (lanes: string, names: Readonly<Record<string, string>>): string =>
  lanes.replace(/:([^:,=]+)=/g, (_, option: string) => `:${rename(option, names)}=`);

/** A lane like the one before it is written `=`. */
const shortenLanes = (lanes: string): string =>
  lanes
    .split(',')
    .map((lane, i, all) => (i > 0 && lane === all[i - 1] ? '=' : lane))
    .join(',');

/** Inverse of {@link shortenLanes}. */
const expandLanes = (lanes: string): string => {
  let before = '';
  return lanes
    .split(',')
    .map((lane) => (before = lane === '=' ? before : lane))
    .join(',');
};

/** The settings that differ from the default as an address part, `#v=1&net=vgg11&lr=0.05`. */
export function formatHash(config: TrainConfig): string {
  const pairs = compactConfig(config).map(([key, value]) => {
    const text = key === 'lanes' ? renameLaneOptions(shortenLanes(value), shortLaneNames) : value;
    // These signs are allowed in a fragment and keep the address readable.
    const encoded = encodeURIComponent(text).replace(/%3A/g, ':').replace(/%2C/g, ',').replace(/%3D/g, '=');
    return `${rename(key, shortNames)}=${encoded}`;
  });
  return pairs.length === 0 ? '' : `#${['v=1', ...pairs].join('&')}`;
}

/** Reads what {@link formatHash} wrote; whatever is bad takes its default and adds a sentence to `problems`. */
export function parseHash(hash: string): ParsedConfig {
  const longNames = { ...invert(shortNames), v: 'version' };
  const longLaneNames = invert(shortLaneNames);
  const pairs = hash
    .replace(/^#/, '')
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair): [string, string] => {
      const equals = pair.indexOf('=');
      const key = rename(decode(equals < 0 ? pair : pair.slice(0, equals)), longNames);
      const value = equals < 0 ? '' : decode(pair.slice(equals + 1));
      return [key, key === 'lanes' ? renameLaneOptions(expandLanes(value), longLaneNames) : value];
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
