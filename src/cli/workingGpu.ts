import { Graph } from '../engine/graph.ts';
import { add } from '../engine/ops/add.ts';
import { vector } from '../engine/tensor.ts';
import { requestGpu, type Gpu } from '../gpu/device.ts';
import { PipelineCache } from '../gpu/pipelines.ts';
import { evaluate } from '../nn/evaluate.ts';
import { UserError } from '../util/assert.ts';

/**
 * Asks for a GPU and has it add some numbers: Dawn's null backend accepts every program and runs none.
 *
 * @throws UserError when there is no adapter, or one that computes nothing.
 */
export async function requestWorkingGpu(api: GPU): Promise<Gpu> {
  const gpu = await requestGpu(api);
  const graph = new Graph();
  const type = vector(4);
  const [left, right] = [
    [1, 2.5, -3, 1024],
    [0.5, -7, 4, 65_536],
  ] as const;
  const sum = add(graph, graph.external('left', type), graph.external('right', type));
  const { outputs } = await evaluate(gpu, new PipelineCache(gpu), graph, {
    outputs: { sum },
    feeds: { left: { type, values: left }, right: { type, values: right } },
  });
  if (left.every((value, i) => outputs.sum?.[i] === value + right[i]!)) return gpu;
  gpu.device.destroy();
  throw new UserError(
    'The WebGPU adapter computes nothing: it is a backend for validation. A GPU or a software driver is needed ' +
      '(mesa-vulkan-drivers).',
  );
}
