import { expect, test, vi } from 'vitest';
import { gradients } from '../engine/autodiff.ts';
import { compile } from '../engine/compile.ts';
import { Graph } from '../engine/graph.ts';
import { softmaxCrossEntropy } from '../engine/ops/losses.ts';
import { activation, flat, physicalBytes } from '../engine/tensor.ts';
import { Variables } from '../engine/variables.ts';
import { buildModel } from '../nn/models/table.ts';
import { optimizers } from '../nn/optimizers/optimizers.ts';
import { Scope } from '../nn/scope.ts';
import { testGpu } from '../testing/device.ts';
import { bufferUsage, Executor } from './executor.ts';
import { stepUniformBytes } from './stepUniform.ts';

test('a step creates nothing: every buffer, bind group and pipeline is there from the start', async () => {
  const { pipelines, ...gpu } = await testGpu();
  const { device } = gpu;
  const [graph, variables] = [new Graph(), new Variables()];
  const scope = Scope.root({ graph, variables, mode: { training: true, frozen: false }, seed: 1 });
  const input = graph.external('input', activation(8, 1, 4, 4));
  const labels = graph.external('labels', flat(8));
  const logits = buildModel('mlp', scope, input, { normalization: 'batch', classes: 10 });
  const { loss } = softmaxCrossEntropy(graph, logits, labels);
  const parameters = variables.parameters.map((variable) => [variable, graph.variable(variable)] as const);
  const found = gradients(graph, { loss, wrt: parameters.map(([, tensor]) => tensor) });
  const program = compile(graph, {
    parameterGradients: new Map(parameters.map(([variable, tensor]) => [variable, found.get(tensor)!])),
    optimizer: optimizers.sgd({ nesterov: false }),
  });
  const usage = bufferUsage.storage | bufferUsage.copyTarget;
  const own = [
    device.createBuffer({ size: physicalBytes(input), usage }),
    device.createBuffer({ size: physicalBytes(labels), usage }),
    device.createBuffer({ size: stepUniformBytes, usage: bufferUsage.uniform | bufferUsage.copyTarget }),
  ] as const;
  const executor = await Executor.create({
    gpu,
    pipelines,
    programs: { train: program },
    parameterBytes: variables.bytes('parameter'),
    stateBytes: variables.bytes('state'),
    externals: { input: own[0], labels: own[1] },
    step: own[2],
  });
  const step = async () => {
    const encoder = device.createCommandEncoder();
    const pass = encoder.beginComputePass();
    executor.encode(pass, 'train');
    pass.end();
    device.queue.submit([encoder.finish()]);
    await device.queue.onSubmittedWorkDone();
  };
  try {
    await step();
    const created = (
      ['createBuffer', 'createBindGroup', 'createComputePipelineAsync', 'createShaderModule'] as const
    ).map((name) => vi.spyOn(device, name));
    for (let i = 0; i < 3; i++) await step();
    for (const spy of created) expect(spy).not.toHaveBeenCalled();
    device.createBuffer({ size: 16, usage }).destroy();
    expect(created[0]).toHaveBeenCalledTimes(1);
  } finally {
    vi.restoreAllMocks();
    executor.destroy();
    for (const buffer of own) buffer.destroy();
  }
});
