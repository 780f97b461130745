import { UserError } from '../../util/assert.ts';

/** A layer that a network of one's own may have; between convolution and rectifier stands what its lane normalises with. */
export type LayerKind = 'conv' | 'residual' | 'maxpool' | 'avgpool' | 'mean' | 'linear' | 'dropout';

/** A number of a layer. */
export interface LayerNumber {
  readonly key: 'size' | 'kernelSize' | 'stride';
  /** What stands in front of it in the text. */
  readonly sign: '' | 'k' | 's';
  readonly min: number;
  readonly max: number;
  /** May be left out of the text; null must not. */
  readonly default: number | null;
}

const channels: LayerNumber = { key: 'size', sign: '', min: 1, max: 1024, default: null };
const kernelSize: LayerNumber = { key: 'kernelSize', sign: 'k', min: 1, max: 11, default: 3 };
const stride: LayerNumber = { key: 'stride', sign: 's', min: 1, max: 4, default: 1 };
const side: LayerNumber = { key: 'size', sign: '', min: 2, max: 8, default: null };

/** The numbers of each kind, in the order of the text. */
export const layerKinds: Readonly<Record<LayerKind, readonly LayerNumber[]>> = {
  conv: [channels, kernelSize, stride],
  residual: [channels, stride],
  maxpool: [side],
  avgpool: [side],
  mean: [],
  linear: [{ ...channels, max: 4096 }],
  dropout: [{ ...channels, max: 90 }],
};

/** One layer. A number that its kind does not have is 1. */
export interface OwnLayer {
  readonly kind: LayerKind;
  /** Channels, features, side of a pool's window, or per cent of the values that dropout sets to 0. */
  readonly size: number;
  /** Side of a convolution's window, odd; it keeps height and width. */
  readonly kernelSize: number;
  readonly stride: number;
}

/** As many layers as an address has room for. */
export const maxLayers = 16;

/** Much like LeNet. */
export const defaultLayers = 'conv8k5,maxpool2,conv16k5,maxpool2,linear64';

/** What the text of one layer looks like, for help and errors. */
export const layerExamples = 'conv16k5s2, residual32s2, maxpool2, avgpool2, mean, linear64, dropout50';

/**
 * Reads `conv8k5,maxpool2,linear64`. Nothing at all is a list without layers.
 *
 * @throws UserError that names the first layer that is not one, and what is valid.
 */
export function parseLayers(text: string): OwnLayer[] {
  const items = text.split(',').map((item) => item.trim());
  if (items.length === 1 && items[0] === '') return [];
  if (items.length > maxLayers)
    throw new UserError(`There are ${items.length} layers; a network of your own has at most ${maxLayers}.`);
  return items.map(parseLayer);
}

/** Inverse of {@link parseLayers}; numbers that are the default are left out. */
export function formatLayers(layers: readonly OwnLayer[]): string {
  return layers.map(formatLayer).join(',');
}

export function formatLayer(layer: OwnLayer): string {
  const numbers = layerKinds[layer.kind]
    .filter((number) => layer[number.key] !== number.default)
    .map(({ key, sign }) => `${sign}${layer[key]}`);
  return `${layer.kind}${numbers.join('')}`;
}

function parseLayer(item: string, index: number): OwnLayer {
  const [, kind = '', rest = ''] = /^([a-z]+?)((?:[ks]?\d+)*)$/.exec(item) ?? [];
  if (!isKind(kind))
    throw new UserError(`Layer ${index + 1} is "${item}"; valid is one such as ${layerExamples}.`);
  let left = rest;
  const values = layerKinds[kind].map((number): [string, number] => {
    const [text = '', digits] = new RegExp(`^${number.sign}(\\d+)`).exec(left) ?? [];
    left = left.slice(text.length);
    const value = digits === undefined ? number.default : Number(digits);
    if (value === null || !isValid(number, value))
      throw new UserError(`Layer ${index + 1} is "${item}"; its ${describeNumber(number)}.`);
    return [number.key, value];
  });
  if (left !== '')
    throw new UserError(
      `Layer ${index + 1} is "${item}"; ${kind} does not take "${left}". Valid is ${layerExamples}.`,
    );
  return { size: 1, kernelSize: 1, stride: 1, ...Object.fromEntries(values), kind };
}

const isKind = (name: string): name is LayerKind => Object.hasOwn(layerKinds, name);

/** Whether a number of a layer may have a value: in its range, and odd where the middle of a window counts. */
export function isValid({ key, min, max }: LayerNumber, value: number): boolean {
  return value >= min && value <= max && (key !== 'kernelSize' || value % 2 === 1);
}

function describeNumber({ key, sign, min, max }: LayerNumber): string {
  const names = { size: 'size', kernelSize: 'window', stride: 'stride' };
  const form = sign === '' ? '' : `, written ${sign}${min},`;
  return `${names[key]}${form} is ${key === 'kernelSize' ? 'an odd' : 'a whole'} number from ${min} to ${max}`;
}
