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

/** The statistics, where the layer takes those of its batch; `mean2` and `var` are those of the channels left over. */
function insideChannelDeconv(graph: Graph): Readonly<Record<string, Tensor>> {
  const [mean1, cov] = findNode(graph, 'patchStatistics')?.outputs ?? [];
  const [deconv] = findNode(graph, 'newtonSchulz')?.outputs ?? [];
  const [mean2, variance] = findNode(graph, 'scalarStatistics')?.outputs ?? [];
  return {
    ...(mean1 && cov && deconv && { mean1, cov, deconv }),
    ...(mean2 && variance && { mean2, var: variance }),
  };
}

export const normalizationRunners: Readonly<Record<string, CaseRunner>> = {
  batch_norm2d: layerRunner(() => ({})),
  deconv_conv2d: layerRunner(insideDeconv),
  deconv_linear: layerRunner(insideDeconv),
  channel_deconv: layerRunner(insideChannelDeconv),
};
