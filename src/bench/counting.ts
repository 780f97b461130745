/** What a step asks of the WebGPU device. */
export interface CallCounts {
  dispatches: number;
  passes: number;
  submits: number;
  buffers: number;
  bindGroups: number;
  pipelines: number;
}

type Methods = Record<string, (...args: unknown[]) => unknown>;

/**
 * Counts the calls that `work` makes on WebGPU objects, of this device and any other: the objects' shared prototypes
 * are wrapped for that long. Count for itself, since counting makes each call slower.
 */
export async function countCalls(device: GPUDevice, work: () => Promise<unknown>): Promise<CallCounts> {
  const counts = { dispatches: 0, passes: 0, submits: 0, buffers: 0, bindGroups: 0, pipelines: 0 };
  const encoder = device.createCommandEncoder();
  const pass = encoder.beginComputePass();
  pass.end();
  const restore = [
    wrap(pass, 'dispatchWorkgroups', () => counts.dispatches++),
    wrap(encoder, 'beginComputePass', () => counts.passes++),
    wrap(device.queue, 'submit', () => counts.submits++),
    wrap(device, 'createBuffer', () => counts.buffers++),
    wrap(device, 'createBindGroup', () => counts.bindGroups++),
    wrap(device, 'createComputePipeline', () => counts.pipelines++),
    wrap(device, 'createComputePipelineAsync', () => counts.pipelines++),
  ];
  try {
    await work();
  } finally {
    for (const undo of restore) undo();
    encoder.finish();
  }
  return counts;
}

function wrap(object: object, method: string, count: () => void): () => void {
  const prototype = Object.getPrototypeOf(object) as Methods;
  const original = prototype[method]!;
  prototype[method] = function (this: unknown, ...args: unknown[]) {
    count();
    return original.apply(this, args);
  };
  return () => (prototype[method] = original);
}
