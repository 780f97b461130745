import type { Graph, Tensor } from '../../engine/graph.ts';
import { samplingOf, type SamplingOptions } from '../../engine/ops/sampling.ts';
import { nchw, physicalBytes } from '../../engine/tensor.ts';
import { effectiveBlockSize } from '../../nn/blockRule.ts';
import { modelGraph } from '../../nn/graphs.ts';
import type { ObservedLayer, ObservedWhitening, Observer } from '../../nn/observer.ts';
import type { ModelMode } from '../../nn/scope.ts';
import type { LaneConfig } from '../config.ts';
import { networkRequest, type Lane } from '../lanes.ts';
import type { LayerSummary } from './probe.ts';

/** A layer of a graph with what surrounds it. */
export interface Layer extends ObservedLayer {
  /** Folded into the layer or standing in front of it. */
  readonly whitening: ObservedWhitening | null;
  /** The output after the normalisation that follows. */
  readonly normalized: Tensor;
}

/** Writes down the layers of a graph while it is built. */
class LayerList implements Observer {
  readonly layers: Layer[] = [];
  private pending: ObservedWhitening | null = null;

  whitening(whitening: ObservedWhitening): void {
    this.pending = whitening;
  }

  layer(layer: ObservedLayer): void {
    this.layers.push({ ...layer, whitening: this.pending, normalized: layer.output });
    this.pending = null;
  }

  normalization(output: Tensor): void {
    const last = this.layers.pop();
    if (last) this.layers.push({ ...last, normalized: output });
  }
}

export interface OpenLane {
  readonly graph: Graph;
  readonly layers: readonly Layer[];
  readonly logits: Tensor;
}

/** The graph of a lane's model with its layers laid open. */
export function openLane(
  { options, variables }: Pick<Lane, 'options' | 'variables'>,
  request: { readonly mode: ModelMode; readonly images: string; readonly batchSize: number },
): OpenLane {
  const observer = new LayerList();
  const names = { images: request.images, labels: 'labels', ring: 'ring' };
  const network = networkRequest(
    options,
    { mode: request.mode, names, slots: 0, labelSmoothing: 0 },
    request.batchSize,
  );
  const { graph, logits } = modelGraph({ ...network, observer }, variables);
  return { graph, layers: observer.layers, logits };
}

/** Which patches of a layer's input are looked at: those that it whitens, or those that its options would have it whiten. */
export function samplingOfLayer(layer: Layer, lane: LaneConfig): SamplingOptions {
  if (layer.whitening) return layer.whitening.sampling;
  const { c } = nchw(layer.input);
  if (layer.kind === 'linear')
    return { blockSize: effectiveBlockSize(lane.linearBlockSize, c), contiguous: true };
  const { kernelSize, stride, padding, dilation, groups } = layer;
  return {
    kernelSize,
    samplingStride: lane.samplingStride * stride,
    padding,
    dilation,
    groups,
    blockSize: effectiveBlockSize(lane.blockSize, c, groups),
  };
}

/** Place of each feature of the first block among the layer's inputs: [channel, tap]. */
export function placesOf(input: Tensor, sampling: SamplingOptions): [channel: number, tap: number][] {
  const { features, featureStep } = samplingOf(input, sampling);
  const taps = (sampling.kernelSize ?? 1) ** 2;
  return Array.from({ length: features }, (_, feature) => {
    const flat = feature * featureStep;
    return [Math.floor(flat / taps), flat % taps];
  });
}

/** The layers of a network as the page lists them. `samplings`: by layer, see {@link samplingOfLayer}. */
export function summarizeLayers(
  layers: readonly Layer[],
  samplings: readonly SamplingOptions[],
): LayerSummary[] {
  return layers.map(({ name, kind, input, output, kernelSize }, index) => ({
    name,
    kind,
    input: input.shape.slice(1),
    output: output.shape.slice(1),
    kernelSize,
    places: placesOf(input, samplings[index]!),
  }));
}

/** Where a layer's weight lies in the flat buffers of parameters and of gradients. */
export function rangeOfWeight({ weight }: Layer): { offset: number; bytes: number } {
  const { source } = weight;
  return {
    offset: source.kind === 'variable' ? source.variable.offset : 0,
    bytes: source.kind === 'variable' ? physicalBytes(weight) : 0,
  };
}
