import type { Graph, Node, Tensor } from '../../engine/graph.ts';
import { UserError } from '../../util/assert.ts';
import type { CaseRunner } from './context.ts';
import { callModes, runLayer } from './layers.ts';
import { layerOf } from './layerTypes.ts';

const layerRunner =
  (inside: (graph: Graph) => Readonly<Record<string, Tensor>>): CaseRunner =>
  (golden, context) =>
    runLayer(
      golden,
      { build: layerOf(golden.entry.op, golden.attributes), modes: callModes(golden), inside },
      context,
    );

function findNode(graph: Graph, op: string): Node | undefined {
  return graph.nodes.find((node) => node.op.name === op);
}

/** The statistics, where the layer takes those of its batch, and what they make of weight and bias. */
function insideDeconv(graph: Graph): Readonly<Record<string, Tensor>> {
  const fold = findNode(graph, 'foldWhitening');
  if (!fold) throw new UserError('the deconvolution layer does not fold its whitening into the weight');
  const [weight, bias] = fold.outputs;
  const [, , deconv] = fold.inputs;
  const statistics = findNode(graph, 'patchStatistics');
  const [mean, covariance] = statistics?.outputs ?? [];
  return {
    weight_transformed: weight!,
    bias_transformed: bias!,
    ...(mean && covariance && { cols_mean: mean, cov: covariance, deconv: deconv! }),
  };
}

export const normalizationRunners: Readonly<Record<string, CaseRunner>> = {
  batch_norm2d: layerRunner(() => ({})),
  deconv_conv2d: layerRunner(insideDeconv),
  deconv_linear: layerRunner(insideDeconv),
};
