import type { LayerKind, OwnLayer } from '../../../nn/own/layerList.ts';

const none = { size: 1, kernelSize: 1, stride: 1 };

/** What a new layer of each kind begins with. */
export const newLayers: Readonly<Record<LayerKind, OwnLayer>> = {
  conv: { ...none, kind: 'conv', size: 16, kernelSize: 3 },
  residual: { ...none, kind: 'residual', size: 16 },
  maxpool: { ...none, kind: 'maxpool', size: 2 },
  avgpool: { ...none, kind: 'avgpool', size: 2 },
  mean: { ...none, kind: 'mean' },
  linear: { ...none, kind: 'linear', size: 64 },
  dropout: { ...none, kind: 'dropout', size: 50 },
};

const flattens = ({ kind }: OwnLayer) => kind === 'mean' || kind === 'linear';
const takesFeatures = (kind: LayerKind) => kind === 'linear' || kind === 'dropout';

/** Where a new layer belongs: last, or in front of the first layer that leaves no maps if it takes maps. */
export function placeFor(kind: LayerKind, layers: readonly OwnLayer[]): number {
  const first = layers.findIndex(flattens);
  return first < 0 || takesFeatures(kind) ? layers.length : first;
}

export function insertAt(layers: readonly OwnLayer[], index: number, layer: OwnLayer): OwnLayer[] {
  return [...layers.slice(0, index), layer, ...layers.slice(index)];
}

export function removeAt(layers: readonly OwnLayer[], index: number): OwnLayer[] {
  return layers.filter((_, i) => i !== index);
}

/** The layer at `from` moves to the place `to`; those between make room. */
export function move(layers: readonly OwnLayer[], from: number, to: number): OwnLayer[] {
  return insertAt(removeAt(layers, from), to, layers[from]!);
}

export function replaceAt(layers: readonly OwnLayer[], index: number, change: Partial<OwnLayer>): OwnLayer[] {
  return layers.map((layer, i) => (i === index ? { ...layer, ...change } : layer));
}
