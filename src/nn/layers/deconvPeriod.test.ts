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
  const options = { outChannels: 4, kernelSize: 3, padding: 1, blockSize: 3, period: 4 };
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

test('steps in between take the last mean and D as constants and change nothing', async () => {
  const whole = await run({ training: true, frozen: false }, 1);
  const { last_mean: mean, last_deconv: deconv } = whole.variables;
  // The running statistics are one tenth of the way from zero to the mean.
  whole.variables.running_mean!.forEach((value, i) => expect(10 * value).toBeCloseTo(mean![i]!, 5));

  const between = await run({ training: true, frozen: false, reusesDeconv: true }, 2, whole.variables);
  const evaluation = await run({ training: false, frozen: false }, 2, {
    ...whole.variables,
    running_mean: mean!,
    running_deconv: deconv!,
  });
  expect(between.outputs).toStrictEqual(evaluation.outputs);
  expect(between.gradients).toStrictEqual(evaluation.gradients);
  expect(between.variables).toStrictEqual(whole.variables);
  expect(between.outputs.output).not.toStrictEqual(whole.outputs.output);
});
