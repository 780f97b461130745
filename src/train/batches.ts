import { UserError } from '../util/assert.ts';
import { ceilDiv, roundUp } from '../util/math.ts';
import { imageLength, noAugmentation, type Dataset, type ImageSet } from '../data/dataset.ts';
import { createSampler, type Sampler } from '../data/sampler.ts';
import { compile } from '../engine/compile.ts';
import { Graph } from '../engine/graph.ts';
import { gatherBatch, pixelWords } from '../engine/ops/gatherBatch.ts';
import { activation, flat, physicalBytes } from '../engine/tensor.ts';
import type { Gpu } from '../gpu/device.ts';
import {
  bufferUsage,
  createCountedBuffer,
  destroyCountedBuffer,
  Executor,
  type BufferCounter,
} from '../gpu/executor.ts';
import type { PipelineCache } from '../gpu/pipelines.ts';
import type { TrainConfig } from './config.ts';
import type { Plan } from './plan.ts';

export interface BatchesOptions {
  readonly gpu: Gpu;
  readonly pipelines: PipelineCache;
  readonly counter: BufferCounter;
  readonly config: TrainConfig;
  readonly dataset: Dataset;
  readonly plan: Plan;
  readonly stepUniform: GPUBuffer;
  /** Seed of the order of training images. */
  readonly seed: number;
}

/** Which images of an order make up a batch. */
export interface BatchRange {
  readonly first: number;
  readonly count: number;
}

/**
 * The data set on the GPU, as bytes, and the batches that are gathered from it: one for training, one for
 * evaluation, read by all lanes.
 */
export class Batches {
  /** The batches by the names under which the lanes' graphs read them. */
  readonly externals: Readonly<Record<string, GPUBuffer>>;
  readonly testBatches: number;
  private readonly options: BatchesOptions;
  private readonly sampler: Sampler;
  private readonly train: Gather;
  private readonly test: Gather;

  /** @throws UserError when the adapter cannot bind that many images at once. */
  static async create(options: BatchesOptions): Promise<Batches> {
    const { dataset, config, plan } = options;
    const { train, test } = dataset;
    const augmentation = config.augment ? dataset.augmentation : noAugmentation;
    const trainGather = await createGather(options, {
      what: 'training',
      set: train,
      batchSize: config.batchSize,
      order: new Uint32Array(config.batchSize),
      augmentation,
    });
    try {
      const testGather = await createGather(options, {
        what: 'test',
        set: test,
        batchSize: plan.evalBatchSize,
        order: Uint32Array.from({ length: test.count }, (_, i) => i),
        augmentation: noAugmentation,
      });
      return new Batches(options, trainGather, testGather);
    } catch (error) {
      trainGather.destroy();
      throw error;
    }
  }

  private constructor(options: BatchesOptions, train: Gather, test: Gather) {
    const { dataset, config, plan, seed } = options;
    this.options = options;
    this.train = train;
    this.test = test;
    this.externals = {
      images: train.buffers.images,
      labels: train.buffers.targets,
      testImages: test.buffers.images,
      testLabels: test.buffers.targets,
    };
    this.testBatches = ceilDiv(dataset.test.count, plan.evalBatchSize);
    this.sampler = createSampler({ count: dataset.train.count, batchSize: config.batchSize, seed });
  }

  /** Uploads which images a training step takes. */
  prepare(step: number): BatchRange {
    const { gpu, config } = this.options;
    gpu.device.queue.writeBuffer(this.train.buffers.order, 0, this.sampler.batchIndices(step));
    return { first: 0, count: config.batchSize };
  }

  /** Images of one batch of the test set; the last may be short. */
  testRange(batch: number): BatchRange {
    const { dataset, plan } = this.options;
    const first = batch * plan.evalBatchSize;
    return { first, count: Math.min(plan.evalBatchSize, dataset.test.count - first) };
  }

  encodeTrain(pass: GPUComputePassEncoder): void {
    this.train.executor.encode(pass, 'gather');
  }

  encodeTest(pass: GPUComputePassEncoder): void {
    this.test.executor.encode(pass, 'gather');
  }

  destroy(): void {
    this.train.destroy();
    this.test.destroy();
  }
}

interface Gather {
  readonly executor: Executor;
  readonly buffers: Readonly<Record<'pixels' | 'labels' | 'order' | 'images' | 'targets', GPUBuffer>>;
  destroy(): void;
}

interface GatherRequest {
  /** For errors: training or test. */
  readonly what: string;
  readonly set: ImageSet;
  readonly batchSize: number;
  readonly order: Uint32Array<ArrayBuffer>;
  readonly augmentation: Dataset['augmentation'];
}

async function createGather(options: BatchesOptions, request: GatherRequest): Promise<Gather> {
  const { gpu, pipelines, counter, dataset, stepUniform } = options;
  const { device } = gpu;
  const { set, batchSize, order, augmentation } = request;
  assertBindable(device, request);

  const types = {
    pixels: pixelWords(set.count, [set.height, set.width, set.channels]),
    labels: flat(set.count),
    order: flat(order.length),
    images: activation(batchSize, ...dataset.shape),
    targets: flat(batchSize),
  };
  const graph = new Graph();
  gatherBatch(
    graph,
    {
      pixels: graph.external('pixels', types.pixels),
      labels: graph.external('labels', types.labels),
      order: graph.external('order', types.order),
      images: graph.external('images', types.images),
      targets: graph.external('targets', types.targets),
    },
    { mean: dataset.mean, deviation: dataset.std, ...augmentation },
  );

  const create = (name: keyof typeof types) =>
    createCountedBuffer(device, counter, {
      label: `${request.what} ${name}`,
      size: physicalBytes(types[name]),
      usage: bufferUsage.storage | bufferUsage.copyTarget,
    });
  const buffers = {
    pixels: create('pixels'),
    labels: create('labels'),
    order: create('order'),
    images: create('images'),
    targets: create('targets'),
  };
  const destroyBuffers = () => {
    for (const buffer of Object.values(buffers)) destroyCountedBuffer(counter, buffer);
  };
  try {
    writeBytes(device, buffers.pixels, set.pixels);
    device.queue.writeBuffer(buffers.labels, 0, set.labels);
    device.queue.writeBuffer(buffers.order, 0, order);
    const executor = await Executor.create({
      gpu,
      pipelines,
      programs: { gather: compile(graph, {}) },
      parameterBytes: 0,
      stateBytes: 0,
      externals: buffers,
      step: stepUniform,
      counter,
    });
    return {
      executor,
      buffers,
      destroy: () => {
        executor.destroy();
        destroyBuffers();
      },
    };
  } catch (error) {
    destroyBuffers();
    throw error;
  }
}

/** Uploads bytes of any number; `writeBuffer` takes whole words. */
function writeBytes(device: GPUDevice, buffer: GPUBuffer, bytes: Uint8Array<ArrayBuffer>): void {
  const whole = bytes.length - (bytes.length % 4);
  device.queue.writeBuffer(buffer, 0, bytes, 0, whole);
  if (whole === bytes.length) return;
  const rest = new Uint8Array(roundUp(bytes.length - whole, 4));
  rest.set(bytes.subarray(whole));
  device.queue.writeBuffer(buffer, whole, rest);
}

function assertBindable(device: GPUDevice, { set, what }: GatherRequest): void {
  const { maxStorageBufferBindingSize, maxBufferSize } = device.limits;
  const limit = Math.min(maxStorageBufferBindingSize, maxBufferSize);
  if (set.pixels.length <= limit) return;
  throw new UserError(
    `The ${set.count} ${what} images take ${Math.ceil(set.pixels.length / 1e6)} MB, but this GPU binds at most ` +
      `${Math.floor(limit / 1e6)} MB at once. Use at most ${Math.floor(limit / imageLength(set))} ${what} images.`,
  );
}
