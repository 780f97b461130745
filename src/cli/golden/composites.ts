import type { Tensor } from '../../engine/graph.ts';
import { relu, sigmoid } from '../../engine/ops/activations.ts';
import { concat } from '../../engine/ops/concat.ts';
import { conv2d } from '../../engine/ops/conv2d.ts';
import { multiplyChannels } from '../../engine/ops/multiplyChannels.ts';
import { globalAvgPool2d } from '../../engine/ops/pool2d.ts';
import type { CaseRunner } from './context.ts';
import { runOperation } from './runOperation.ts';

const runConcat: CaseRunner = (golden, context) =>
  runOperation(golden, context, (graph, input) => {
    golden.attributes.expect('axis', 1);
    const inputs: Tensor[] = [];
    while (golden.has(`x${inputs.length}`)) inputs.push(input(`x${inputs.length}`));
    return { y: concat(graph, inputs) };
  });

/** Squeeze and excitation: each channel is multiplied by a gate, computed from the means of all channels. */
const runSqueezeExcite: CaseRunner = (golden, context) =>
  runOperation(golden, context, (graph, input) => {
    const x = input('x');
    const fullyConnected = (features: Tensor, name: string) =>
      conv2d(graph, features, input(`${name}_weight`, 'weight'), input(`${name}_bias`, 'vector'));
    const hidden = relu(graph, fullyConnected(globalAvgPool2d(graph, x), 'fc1'));
    return { y: multiplyChannels(graph, x, sigmoid(graph, fullyConnected(hidden, 'fc2'))) };
  });

export const compositeRunners: Readonly<Record<string, CaseRunner>> = {
  concat: runConcat,
  se_block: runSqueezeExcite,
};
