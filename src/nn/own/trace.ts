import { UserError } from '../../util/assert.ts';
import { scaleChannels } from '../models/model.ts';
import { formatLayer, parseLayers, type OwnLayer } from './layerList.ts';

/** What one image is behind a layer: [C, H, W], or [F]; and why the layer cannot stand where it stands. */
export interface LayerTrace {
  /** Null behind a layer that cannot be there. */
  readonly shape: readonly number[] | null;
  readonly problem: string | null;
}

/**
 * Follows an image through the layers, without building anything.
 *
 * @param image [C, H, W]
 * @param width multiplies channels and features. Default 1.
 * @returns an entry for each layer; behind one with a problem, neither shape nor problem is known.
 */
export function traceLayers(layers: readonly OwnLayer[], image: readonly number[], width = 1): LayerTrace[] {
  let shape: readonly number[] | null = image;
  let flattener = '';
  return layers.map((layer, index): LayerTrace => {
    if (shape === null) return { shape: null, problem: null };
    const result = follow(layer, shape, width);
    if (typeof result === 'string') {
      shape = null;
      return { shape, problem: result === needsMaps ? needsMapsBehind(flattener) : result };
    }
    if (shape.length === 3 && result.length === 1) flattener = `layer ${index + 1} (${formatLayer(layer)})`;
    shape = result;
    return { shape, problem: null };
  });
}

/**
 * The layers of a text, once it is sure that they go together and with the images.
 *
 * @throws UserError that names the first layer that does not, and why.
 */
export function checkedLayers(text: string, image: readonly number[], width = 1): OwnLayer[] {
  const layers = parseLayers(text);
  const traces = traceLayers(layers, image, width);
  const index = traces.findIndex(({ problem }) => problem !== null);
  if (index >= 0)
    throw new UserError(`Layer ${index + 1} (${formatLayer(layers[index]!)}): ${traces[index]!.problem!}`);
  return layers;
}

const needsMaps = 'needs maps';
const needsMapsBehind = (flattener: string) =>
  `It takes maps, but ${flattener} has left none. Move it in front of that one.`;

/** Shape behind a layer, or a sentence. */
function follow(
  { kind, size, stride }: OwnLayer,
  shape: readonly number[],
  width: number,
): readonly number[] | string {
  const [channels = 0, h, w] = shape;
  if (kind === 'dropout') return shape;
  if (kind === 'linear') return [scaleChannels(size, width)];
  if (h === undefined || w === undefined) return needsMaps;
  switch (kind) {
    case 'mean':
      return [channels];
    case 'conv':
    case 'residual':
      return [scaleChannels(size, width), Math.ceil(h / stride), Math.ceil(w / stride)];
    case 'maxpool':
    case 'avgpool':
      return Math.min(h, w) < size
        ? `Its windows of ${size}×${size} do not fit into maps of ${h}×${w}. Take it out, or make a layer in front of it shrink less.`
        : [channels, Math.floor(h / size), Math.floor(w / size)];
  }
}
