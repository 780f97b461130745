import { expect, test } from 'vitest';
import { gradients } from '../../engine/autodiff.ts';
import { Graph } from '../../engine/graph.ts';
import { activation } from '../../engine/tensor.ts';
import { Variables } from '../../engine/variables.ts';
import { testGpu } from '../../testing/device.ts';
import { evaluate } from '../evaluate.ts';
import { Scope, type ModelMode } from '../scope.ts';
import { deconvConv2d } from './deconvConv2d.ts';
import { randomNormal } from '../../testing/finiteDifference.ts';

const shape = [2, 3, 6, 6] as const;

/** Runs a layer of period 4 forward and backward from given variables, on images of a seed. */
async function run(mode: ModelMode, imageSeed: number, values: Record<string, Float32Array> = {}) {
  const { pipelines, ...gpu } = await testGpu();
  const [graph, variables] = [new Graph(), new Variables()];
  const input = graph.external('input', activation(...shape));
  const scope = Scope.root({ graph, variables, mode, seed: 3 });
  const options = { outChannels: 4, kernelSize: 3, padding: 1, blockSize: 3, period: 4, momentum: 1 };
  const output = deconvConv2d(scope, input, options);
  const upstream = graph.external('gradOutput', output);
  const parameters = variables.parameters.map((variable) => [variable, graph.variable(variable)] as const);
  const found = gradients(graph, {
    upstream: [[output, upstream]],
    wrt: [input, ...parameters.map(([, tensor]) => tensor)],
  });
  return evaluate(gpu, pipelines, graph, {
    outputs: { output, gradInput: found.get(input)! },
    parameterGradients: new Map(parameters.map(([variable, tensor]) => [variable, found.get(tensor)!])),
    variables,
    values,
    feeds: {
      input: { type: input, values: randomNormal(2 * 3 * 36, imageSeed) },
      gradOutput: { type: output, values: randomNormal(2 * 4 * 36, 50) },
    },
  });
}

test('steps in between take the last D and the mean of their batch as constants and change nothing', async () => {
  const training = { training: true, frozen: false };
  const whole = await run(training, 1);
  const between = await run({ ...training, reusesDeconv: true }, 2, whole.variables);
  expect(between.variables).toStrictEqual(whole.variables);
  expect(between.outputs.output).not.toStrictEqual(whole.outputs.output);

  // With a momentum of 1, running statistics are those of the last batch.
  const { running_mean: mean } = (await run(training, 2)).variables;
  const { running_deconv: deconv } = whole.variables;
  const constants = { ...whole.variables, running_mean: mean!, running_deconv: deconv! };
  const evaluation = await run({ training: false, frozen: false }, 2, constants);
  expect(between.outputs).toStrictEqual(evaluation.outputs);
  expect(between.gradients).toStrictEqual(evaluation.gradients);
});
