import { ceilDiv } from '../util/math.ts';
import { noAugmentation, type Dataset, type ImageSet } from '../data/dataset.ts';
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
import { ImageStore } from './imageStore.ts';
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
  /** Bytes of images that one buffer holds. Default: what the device can bind. */
  readonly bindingBytes?: number;
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

  static async create(options: BatchesOptions): Promise<Batches> {
    const { dataset, config, plan } = options;
    const { train, test } = dataset;
    const augmentation = config.augment ? dataset.augmentation : noAugmentation;
    // Both begin with the upload: no image waits for a kernel to be compiled.
    const gathers = await Promise.allSettled([
      createGather(options, {
        what: 'training',
        set: train,
        capacity: dataset.trainCount,
        batchSize: config.batchSize,
        order: new Uint32Array(config.batchSize),
        augmentation,
      }),
      createGather(options, {
        what: 'test',
        set: test,
        capacity: test.count,
        batchSize: plan.evalBatchSize,
        order: Uint32Array.from({ length: test.count }, (_, i) => i),
        augmentation: noAugmentation,
      }),
    ]);
    const [trainGather, testGather] = gathers;
    if (trainGather.status === 'fulfilled' && testGather.status === 'fulfilled')
      return new Batches(options, trainGather.value, testGather.value);
    for (const gather of gathers) if (gather.status === 'fulfilled') gather.value.destroy();
    throw gathers.find((gather) => gather.status === 'rejected')!.reason;
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
    this.sampler = createSampler({
      count: dataset.trainCount,
      batchSize: config.batchSize,
      seed,
      available: () => train.store.count,
    });
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
  readonly store: ImageStore;
  readonly buffers: Readonly<Record<'order' | 'images' | 'targets', GPUBuffer>>;
  destroy(): void;
}

interface GatherRequest {
  /** For labels of buffers: training or test. */
  readonly what: string;
  readonly set: ImageSet;
  /** Images of the set once all are there. */
  readonly capacity: number;
  readonly batchSize: number;
  readonly order: Uint32Array<ArrayBuffer>;
  readonly augmentation: Dataset['augmentation'];
}

async function createGather(options: BatchesOptions, request: GatherRequest): Promise<Gather> {
  const { gpu, pipelines, counter, dataset, stepUniform, bindingBytes } = options;
  const { device } = gpu;
  const { what, set, capacity, batchSize, order, augmentation } = request;
  const types = {
    order: flat(order.length),
    images: activation(batchSize, ...dataset.shape),
    targets: flat(batchSize),
  };
  const own: { destroy(): void }[] = [];
  const create = (name: keyof typeof types) => {
    const buffer = createCountedBuffer(device, counter, {
      label: `${what} ${name}`,
      size: physicalBytes(types[name]),
      usage: bufferUsage.storage | bufferUsage.copySource | bufferUsage.copyTarget,
    });
    own.push({ destroy: () => destroyCountedBuffer(counter, buffer) });
    return buffer;
  };
  const destroy = () => own.reverse().forEach((owned) => owned.destroy());
  try {
    const store = new ImageStore({
      ...{ device, counter, what, set, capacity },
      ...(bindingBytes !== undefined && { bindingBytes }),
    });
    own.push(store);
    const buffers = { order: create('order'), images: create('images'), targets: create('targets') };
    device.queue.writeBuffer(buffers.order, 0, order);

    const graph = new Graph();
    const shape = [set.height, set.width, set.channels];
    gatherBatch(
      graph,
      {
        parts: store.parts.map(({ first, count }, i) => ({
          first,
          count,
          pixels: graph.external(`pixels${i}`, pixelWords(count, shape)),
        })),
        labels: graph.external('labels', flat(capacity)),
        order: graph.external('order', types.order),
        images: graph.external('images', types.images),
        targets: graph.external('targets', types.targets),
      },
      { mean: dataset.mean, deviation: dataset.std, ...augmentation },
    );
    const executor = await Executor.create({
      gpu,
      pipelines,
      programs: { gather: compile(graph, {}) },
      parameterBytes: 0,
      stateBytes: 0,
      externals: {
        ...buffers,
        labels: store.labels,
        ...Object.fromEntries(store.parts.map(({ pixels }, i) => [`pixels${i}`, pixels])),
      },
      step: stepUniform,
      counter,
    });
    own.push(executor);
    return { executor, store, buffers, destroy };
  } catch (error) {
    destroy();
    throw error;
  }
}
