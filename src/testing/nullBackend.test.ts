import { afterAll, beforeAll, expect, test } from 'vitest';
import { createDawn } from '../cli/dawn.ts';
import { gradients } from '../engine/autodiff.ts';
import { compile } from '../engine/compile.ts';
import { Graph, type Tensor } from '../engine/graph.ts';
import type { Program } from '../engine/program.ts';
import { activation } from '../engine/tensor.ts';
import { Variables, type Variable } from '../engine/variables.ts';
import { requestGpu, type Gpu } from '../gpu/device.ts';
import { PipelineCache } from '../gpu/pipelines.ts';
import { buildModel, models } from '../nn/models/table.ts';
import type { Normalization } from '../nn/blocks.ts';
import { sgd } from '../nn/optimizers/sgd.ts';
import { Scope, type ModelMode } from '../nn/scope.ts';

// The null backend runs nothing, but checks every shader and every pipeline as a real one does.
let gpu: Gpu;
beforeAll(async () => {
  gpu = await requestGpu(createDawn(['backend=null']));
});
afterAll(() => gpu.device.destroy());

const cases = models.flatMap(({ name, normalizations }) =>
  normalizations.map((normalization) => ({ name, normalization })),
);

/** The programs of a model: training with its optimizer, the same with frozen layers, and evaluation. */
function programs(name: string, options: { normalization: Normalization; width: number }): Program[] {
  const variables = new Variables();
  const batch = 5;
  const build = (mode: ModelMode) => {
    const graph = new Graph();
    const input = graph.external('input', activation(batch, 3, 32, 32));
    const scope = Scope.root({ graph, variables, mode, seed: 1 });
    return { graph, logits: buildModel(name, scope, input, { ...options, classes: 10 }) };
  };
  const training = [false, true].map((frozen) => {
    const { graph, logits } = build({ training: true, frozen });
    const parameters = variables.parameters.map((variable): [Variable, Tensor] => [
      variable,
      graph.variable(variable),
    ]);
    const upstream = [[logits, graph.external('gradLogits', activation(batch, 10))]] as const;
    const wrt = parameters.map(([, tensor]) => tensor);
    const found = gradients(graph, { upstream, wrt });
    const parameterGradients = new Map(
      parameters.map(([variable, tensor]) => {
        const gradient = found.get(tensor);
        expect(gradient, `gradient of ${variable.name}`).toBeDefined();
        return [variable, gradient!];
      }),
    );
    return compile(graph, { parameterGradients, optimizer: sgd({ nesterov: false }) });
  });
  const { graph, logits } = build({ training: false, frozen: false });
  return [...training, compile(graph, { outputs: { logits } })];
}

test.each(cases)(
  'every specialisation of $name with $normalization compiles',
  async ({ name, normalization }) => {
    const pipelines = new PipelineCache(gpu);
    for (const width of [1, 0.25]) {
      const dispatches = programs(name, { normalization, width }).flatMap((program) => program.dispatches);
      expect(dispatches.length).toBeGreaterThan(3);
      for (const { kernel, workgroups } of dispatches)
        for (const count of workgroups) {
          expect(count, `${kernel}: workgroups`).toBeGreaterThan(0);
          expect(count, `${kernel}: workgroups`).toBeLessThanOrEqual(65_535);
        }
      await Promise.all(dispatches.map((dispatch) => pipelines.get(dispatch)));
    }
    expect(pipelines.size).toBeGreaterThan(1);
  },
);

test('a shader that is wrong does not pass', async () => {
  const pipelines = new PipelineCache(gpu);
  // Workgroups of no invocation: only the values of the constants are wrong, which a parser would not notice.
  gpu.device.pushErrorScope('validation');
  const missing = pipelines.get({ kernel: 'elementwise/add', constants: {} });
  await expect(missing).rejects.toThrow('SIZE');
  const module = gpu.device.createShaderModule({
    code: 'override N: u32; @compute @workgroup_size(N) fn main() {}',
  });
  const wrong = gpu.device.createComputePipelineAsync({
    layout: 'auto',
    compute: { module, entryPoint: 'main', constants: { N: 0 } },
  });
  await expect(wrong).rejects.toThrow();
  await gpu.device.popErrorScope();
});
