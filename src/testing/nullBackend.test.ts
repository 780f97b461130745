import { afterAll, beforeAll, expect, test } from 'vitest';
import { createDawn } from '../cli/dawn.ts';
import { gradients } from '../engine/autodiff.ts';
import { compile } from '../engine/compile.ts';
import { Graph } from '../engine/graph.ts';
import { l2Loss, softmaxCrossEntropy } from '../engine/ops/losses.ts';
import type { Program } from '../engine/program.ts';
import { activation, flat } from '../engine/tensor.ts';
import { Variables } from '../engine/variables.ts';
import { broadcasts, everywhere } from '../gpu/broadcast.ts';
import { requestGpu, type Gpu } from '../gpu/device.ts';
import { PipelineCache } from '../gpu/pipelines.ts';
import type { Normalization } from '../nn/blocks.ts';
import { models } from '../nn/models/catalogue.ts';
import { buildModel } from '../nn/models/table.ts';
import { optimizers } from '../nn/optimizers/optimizers.ts';
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

/** The authors' PreAct-ResNet has a batch norm that takes no part. */
const isUnused = (model: string, variable: string) =>
  model === 'preact_resnet18' && /^bn1\.(weight|bias)$/.test(variable);

/** Models whose narrow form stands for that of the others, whose layers are of the same kinds. */
const narrow = ['lenet', 'vgg11', 'resnet18', 'resnext29_32x4d', 'pnasnet_b'];

interface Options {
  readonly normalization: Normalization;
  readonly width: number;
  readonly loss: typeof l2Loss;
  readonly optimizer: keyof typeof optimizers;
}

/** The programs of a model: training with its optimizer, the same with frozen layers, and evaluation. */
function programs(name: string, { normalization, width, loss: lossOf, optimizer }: Options): Program[] {
  const variables = new Variables();
  const batch = 5;
  const build = (mode: ModelMode) => {
    const graph = new Graph();
    const input = graph.external('input', activation(batch, 3, 32, 32));
    const scope = Scope.root({ graph, variables, mode, seed: 1 });
    const logits = buildModel(name, scope, input, { normalization, width, classes: 10 });
    const ring = graph.external('ring', flat(8));
    return { graph, ...lossOf(graph, logits, graph.external('labels', flat(batch)), { ring }) };
  };
  const training = [false, true].map((frozen) => {
    const { graph, loss } = build({ training: true, frozen });
    const parameters = variables.parameters.map((variable) => [variable, graph.variable(variable)] as const);
    const found = gradients(graph, { loss, wrt: parameters.map(([, tensor]) => tensor) });
    const parameterGradients = new Map(
      parameters.flatMap(([variable, tensor]) => {
        const gradient = found.get(tensor);
        if (isUnused(name, variable.name)) return [];
        expect(gradient, `gradient of ${variable.name}`).toBeDefined();
        return [[variable, gradient!] as const];
      }),
    );
    return compile(graph, { parameterGradients, optimizer: optimizers[optimizer]({ nesterov: true }) });
  });
  const { graph, loss, correct } = build({ training: false, frozen: false });
  return [...training, compile(graph, { outputs: { loss, correct } })];
}

/** Compiles every pipeline with every way of sharing operands. */
async function compilePipelines(compiled: readonly Program[]): Promise<void> {
  const dispatches = compiled.flatMap((program) => program.dispatches);
  expect(dispatches.length).toBeGreaterThan(3);
  for (const { kernel, workgroups } of dispatches)
    for (const count of workgroups) {
      expect(Number.isInteger(count) && count > 0, `${kernel}: ${count} workgroups`).toBe(true);
      expect(count, `${kernel}: workgroups`).toBeLessThanOrEqual(65_535);
    }
  for (const broadcast of broadcasts) {
    const pipelines = new PipelineCache({ device: gpu.device, broadcasts: everywhere(broadcast) });
    await Promise.all(dispatches.map((dispatch) => pipelines.get(dispatch)));
  }
}

test.each(cases)(
  'every specialisation of $name with $normalization compiles',
  async ({ name, normalization }) => {
    for (const width of narrow.includes(name) ? [1, 0.25] : [1])
      await compilePipelines(
        programs(name, { normalization, width, loss: softmaxCrossEntropy, optimizer: 'sgd' }),
      );
  },
);

test.each(['adam', 'adamw'] as const)(
  'every specialisation of %s compiles, with the L2 loss',
  async (optimizer) => {
    await compilePipelines(programs('linear', { normalization: 'none', width: 1, loss: l2Loss, optimizer }));
  },
);

test('a pipeline that is wrong does not pass', async () => {
  const pipelines = new PipelineCache(gpu);
  await expect(pipelines.get({ kernel: 'elementwise/fill', constants: { VALUE: 0 } })).rejects.toThrow(
    'SIZE',
  );
  // Only the value of the constant is wrong here: no parser would notice.
  const module = gpu.device.createShaderModule({
    code: 'override N: u32; @compute @workgroup_size(N) fn main() {}',
  });
  const wrong = gpu.device.createComputePipelineAsync({
    layout: 'auto',
    compute: { module, entryPoint: 'main', constants: { N: 0 } },
  });
  await expect(wrong).rejects.toThrow();
});
