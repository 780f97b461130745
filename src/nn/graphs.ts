import { gradients } from '../engine/autodiff.ts';
import { compile } from '../engine/compile.ts';
import { Graph, type Tensor } from '../engine/graph.ts';
import { l2Loss, softmaxCrossEntropy } from '../engine/ops/losses.ts';
import type { Program } from '../engine/program.ts';
import { activation, flat } from '../engine/tensor.ts';
import type { Variables } from '../engine/variables.ts';
import type { ModelOptions } from './models/model.ts';
import { buildModel } from './models/table.ts';
import { optimizers } from './optimizers/optimizers.ts';
import type { Observer } from './observer.ts';
import { Scope, type ModelMode } from './scope.ts';

/** Values of a slot of the metrics ring: loss, right answers, samples that count, unused. */
export const ringValues = 4;

/** A model with its loss. */
export interface NetworkRequest {
  readonly model: string;
  readonly options: ModelOptions;
  readonly mode: ModelMode;
  /** Images of a batch, [N, C, H, W]. */
  readonly images: readonly [n: number, c: number, h: number, w: number];
  /** External tensors that hold the batch and take the metrics. */
  readonly names: { readonly images: string; readonly labels: string; readonly ring: string };
  /** Batches whose metrics the ring keeps. */
  readonly slots: number;
  readonly loss: 'crossEntropy' | 'l2';
  readonly labelSmoothing: number;
  /** Seed of the initial weights. */
  readonly seed: number;
  readonly observer?: Observer;
}

export interface NetworkGraph {
  readonly graph: Graph;
  readonly logits: Tensor;
  readonly loss: Tensor;
}

/** From images to logits alone: for looking at what lies between. */
export function modelGraph(
  request: Pick<NetworkRequest, 'model' | 'options' | 'mode' | 'images' | 'names' | 'seed' | 'observer'>,
  variables: Variables,
): Pick<NetworkGraph, 'graph' | 'logits'> {
  const { model, options, mode, images, names, seed, observer } = request;
  const graph = new Graph();
  const scope = Scope.root({ graph, variables, mode, seed, ...(observer && { observer }) });
  const logits = buildModel(model, scope, graph.external(names.images, activation(...images)), options);
  return { graph, logits };
}

/** From images and labels to logits, loss and metrics. */
export function networkGraph(request: NetworkRequest, variables: Variables): NetworkGraph {
  const { images, names, slots } = request;
  const { graph, logits } = modelGraph(request, variables);
  const labels = graph.external(names.labels, flat(images[0]));
  const ring = graph.external(names.ring, flat(slots * ringValues));
  const { loss } =
    request.loss === 'l2'
      ? l2Loss(graph, logits, labels, { ring })
      : softmaxCrossEntropy(graph, logits, labels, { labelSmoothing: request.labelSmoothing, ring });
  return { graph, logits, loss };
}

/** One step of training: forward, backward, update of every parameter that takes part. */
export function trainingProgram(
  request: NetworkRequest,
  variables: Variables,
  { optimizer, nesterov }: { readonly optimizer: keyof typeof optimizers; readonly nesterov: boolean },
): Program {
  const { graph, loss } = networkGraph(request, variables);
  const byTensor = new Map(variables.parameters.map((variable) => [graph.variable(variable), variable]));
  const byParameter = gradients(graph, { loss, wrt: [...byTensor.keys()] });
  return compile(graph, {
    parameterGradients: new Map(
      [...byParameter].map(([tensor, gradient]) => [byTensor.get(tensor)!, gradient]),
    ),
    optimizer: optimizers[optimizer]({ nesterov }),
  });
}
