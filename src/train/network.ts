import { UserError } from '../util/assert.ts';
import { deriveSeed } from '../util/random.ts';
import { sizesOf, type Dataset } from '../data/dataset.ts';
import type { Gpu } from '../gpu/device.ts';
import {
  bufferUsage,
  createCountedBuffer,
  destroyCountedBuffer,
  type BufferCounter,
} from '../gpu/executor.ts';
import { unpack } from '../engine/layout.ts';
import type { PipelineCache } from '../gpu/pipelines.ts';
import { packStep, stepUniformBytes, type StepValues } from '../gpu/stepUniform.ts';
import { adamCorrections } from '../nn/optimizers/adam.ts';
import { ringValues } from '../nn/graphs.ts';
import { learningRateAt } from '../nn/schedules.ts';
import { Batches } from './batches.ts';
import type { LiveSettings, TrainConfig } from './config.ts';
import { softmax } from './confusion.ts';
import { stepParts, type TestResult } from './events.ts';
import { normalizeImages } from './normalize.ts';
import { Lane, ringSlots } from './lanes.ts';
import { memoryAdvice } from './memory.ts';
import { laneName } from './parse.ts';
import type { Plan } from './plan.ts';
import { restoreSnapshot, type Snapshot } from './snapshot.ts';
import { StagedReader } from '../gpu/stagedReader.ts';
import { PassClock } from '../gpu/timing.ts';

export interface NetworkOptions {
  readonly gpu: Gpu;
  readonly pipelines: PipelineCache;
  readonly counter: BufferCounter;
  readonly config: TrainConfig;
  readonly dataset: Dataset;
  readonly plan: Plan;
  readonly snapshot: Snapshot | null;
  readonly onProgress: (ready: number, total: number) => void;
}

/** Streams that are derived from a run's one seed. */
const seeds = { weights: 0, order: 1, step: 2 } as const;

/** The per-step values: those of the batch, and each lane's, which may have its own learning rate. */
interface Uniforms {
  readonly batches: GPUBuffer;
  readonly lanes: readonly GPUBuffer[];
}

/** All that a run has on the GPU: the data, the lanes and the buffers through which they are read. */
export class Network {
  readonly lanes: readonly Lane[];
  readonly batches: Batches;
  readonly ringReader: StagedReader;
  /** Times the parts of a step; null where the GPU has no clock. */
  readonly passClock: PassClock | null;
  readonly testBatches: number;
  isLost = false;
  private readonly evaluationReader: StagedReader;
  private readonly answersReader: StagedReader;
  private readonly options: NetworkOptions;
  private readonly uniforms: Uniforms;
  /** Per lane, of its last `ringSlots` steps. */
  private readonly learningRates: readonly Float32Array[];
  /** What fails when the device is lost. */
  private readonly waiting = new Set<(reason: Error) => void>();

  /**
   * Uploads data and weights and compiles every program.
   *
   * @throws UserError when the GPU has not enough memory or rejects a kernel.
   */
  static async create(options: NetworkOptions): Promise<Network> {
    const { gpu, counter, config, snapshot } = options;
    const { device } = gpu;
    const own: { destroy(): void }[] = [];
    const keep = <T extends { destroy(): void }>(owned: T): T => {
      own.push(owned);
      return owned;
    };
    device.pushErrorScope('out-of-memory');
    device.pushErrorScope('validation');
    let failure: unknown = null;
    let network: Network | null = null;
    try {
      const createUniform = (label: string): GPUBuffer => {
        const uniform = createCountedBuffer(device, counter, {
          label,
          size: stepUniformBytes,
          usage: bufferUsage.uniform | bufferUsage.copyTarget,
        });
        own.push({ destroy: () => destroyCountedBuffer(counter, uniform) });
        return uniform;
      };
      const uniforms: Uniforms = {
        batches: createUniform('step'),
        lanes: config.lanes.map((_, index) => createUniform(`step ${laneName(index)}`)),
      };
      const batches = keep(
        await Batches.create({
          ...options,
          stepUniform: uniforms.batches,
          seed: deriveSeed(config.seed, seeds.order),
        }),
      );
      const lanes: Lane[] = [];
      for (const [index, lane] of config.lanes.entries())
        lanes.push(
          keep(
            await Lane.create({
              ...options,
              index,
              lane,
              batches,
              stepUniform: uniforms.lanes[index]!,
              // One more than the test set takes, for batches that are not part of it.
              evalSlots: batches.testBatches + 1,
              seed: deriveSeed(config.seed, seeds.weights),
              onProgress: (ready, total) =>
                options.onProgress(index * total + ready, config.lanes.length * total),
            }),
          ),
        );
      if (snapshot) restoreSnapshot(device, lanes, snapshot);
      network = new Network(options, { lanes, batches, uniforms });
    } catch (error) {
      failure = error;
    }
    const invalid = await device.popErrorScope();
    const outOfMemory = await device.popErrorScope();
    if (outOfMemory)
      failure = new UserError(
        `The GPU has not enough memory for this run (${outOfMemory.message}): ` +
          `${memoryAdvice(config, { ...options.dataset, ...sizesOf(options.dataset) })} Fewer lanes or images need less, too.`,
      );
    else if (invalid && !failure) failure = new Error(`the GPU rejected the programs: ${invalid.message}`);
    if (network && !failure) return network;
    if (network) network.destroy();
    else for (const owned of own.reverse()) owned.destroy();
    throw failure instanceof Error ? failure : new Error(String(failure));
  }

  private constructor(
    options: NetworkOptions,
    parts: { lanes: readonly Lane[]; batches: Batches; uniforms: Uniforms },
  ) {
    this.options = options;
    this.lanes = parts.lanes;
    this.batches = parts.batches;
    this.uniforms = parts.uniforms;
    this.learningRates = parts.lanes.map(() => new Float32Array(ringSlots));
    this.testBatches = parts.batches.testBatches;
    const { gpu, counter } = options;
    const reader = (sources: readonly GPUBuffer[]) => new StagedReader(gpu.device, counter, sources);
    this.ringReader = reader(this.lanes.map(({ ring }) => ring));
    this.evaluationReader = reader(this.lanes.map(({ evaluationRing }) => evaluationRing));
    this.answersReader = reader(this.lanes.map(({ answers }) => answers));
    this.passClock = PassClock.create(gpu.device, counter, stepParts.length * this.lanes.length);
  }

  /** Encodes step `step` of `lanes`, all of which see its batch: one pass, one submit. */
  submitStep(lanes: readonly Lane[], step: number, settings: LiveSettings): void {
    this.writeStep(step, settings);
    const pass = this.beginPass();
    this.batches.encodeTrain(pass.pass);
    for (const lane of lanes) lane.encodeTrain(pass.pass, step);
    pass.submit();
  }

  /**
   * As {@link submitStep}, but each lane for itself with an empty queue, timed on the CPU's clock from submit to
   * completion.
   */
  async timeStep(lanes: readonly Lane[], step: number, settings: LiveSettings): Promise<void> {
    this.writeStep(step, settings);
    const gather = this.beginPass();
    this.batches.encodeTrain(gather.pass);
    gather.submit();
    await this.submitted();
    for (const lane of lanes) {
      // Again, since a question to the networks may have come between.
      this.writeStep(step, settings);
      const pass = this.beginPass();
      lane.encodeTrain(pass.pass, step);
      const start = performance.now();
      pass.submit();
      await this.submitted();
      lane.addTiming(step, performance.now() - start);
    }
  }

  /** Submits the gathering of a step's batch, for those who look at what the step will see. */
  gather(step: number, settings: LiveSettings): void {
    this.writeStep(step, settings);
    this.submitPass((pass) => this.batches.encodeTrain(pass));
  }

  submitPass(encode: (pass: GPUComputePassEncoder) => void): void {
    const { pass, submit } = this.beginPass();
    encode(pass);
    submit();
  }

  /** Copies whole buffers. */
  submitCopies(pairs: readonly (readonly [from: GPUBuffer, to: GPUBuffer])[]): void {
    const { device } = this.options.gpu;
    const encoder = device.createCommandEncoder();
    for (const [from, to] of pairs) encoder.copyBufferToBuffer(from, 0, to, 0, from.size);
    device.queue.submit([encoder.finish()]);
  }

  /**
   * Runs what allocates buffers beside those of training.
   *
   * @throws UserError when the GPU has not enough memory for them.
   */
  async allocate<T extends { destroy(): void }>(what: string, create: () => Promise<T>): Promise<T> {
    const { device } = this.options.gpu;
    device.pushErrorScope('out-of-memory');
    const [made] = await Promise.allSettled([create()]);
    const outOfMemory = await this.guard(device.popErrorScope());
    if (made.status === 'rejected') throw made.reason;
    if (!outOfMemory) return made.value;
    made.value.destroy();
    throw new UserError(
      `The GPU has not enough memory left for ${what}. Choose a smaller batch size or width.`,
    );
  }

  /** Settles when the GPU has done everything submitted so far. */
  async submitted(): Promise<void> {
    await this.guard(this.options.gpu.device.queue.onSubmittedWorkDone());
  }

  /** The learning rate that a lane took a step with, one of its last `ringSlots`. */
  learningRateOf(lane: number, step: number): number {
    return this.learningRates[lane]![step % ringSlots]!;
  }

  submitEvaluation(batch: number): void {
    const { seed } = this.options.config;
    this.writeAll({ step: batch, seed, ...this.batches.testRange(batch), ringSlot: batch });
    const pass = this.beginPass();
    this.batches.encodeTest(pass.pass);
    for (const lane of this.lanes) if (!lane.isStopped) lane.encodeEvaluation(pass.pass);
    pass.submit();
  }

  /** Loss and accuracy over the test set, after all its batches were submitted; null for stopped lanes. */
  async readEvaluation(): Promise<(TestResult | null)[]> {
    const rings = await this.guard(this.evaluationReader.read());
    return this.lanes.map((lane, index) => {
      if (lane.isStopped) return null;
      const ring = new Float32Array(rings[index]!);
      let [loss, correct, images] = [0, 0, 0];
      for (let batch = 0; batch < this.testBatches; batch++) {
        const { count } = this.batches.testRange(batch);
        loss += ring[batch * ringValues]! * count;
        correct += ring[batch * ringValues + 1]!;
        images += count;
      }
      return { loss: loss / images, accuracy: correct / images };
    });
  }

  /** The class that each lane gave to each test image in the evaluation that was just read; null for stopped lanes. */
  async readAnswers(): Promise<(Uint32Array | null)[]> {
    const answers = await this.guard(this.answersReader.read());
    const { count } = this.options.dataset.test;
    return this.lanes.map(({ isStopped }, index) =>
      isStopped ? null : new Uint32Array(answers[index]!, 0, count),
    );
  }

  get device(): GPUDevice {
    return this.options.gpu.device;
  }

  get plan(): Plan {
    return this.options.plan;
  }

  get dataset(): Dataset {
    return this.options.dataset;
  }

  /** Number of classes. */
  get classes(): number {
    return this.options.dataset.classes.length;
  }

  /** Images that {@link classify} takes at once. */
  get classifyLimit(): number {
    return this.options.plan.evalBatchSize;
  }

  /**
   * Probabilities of the classes for each image, by lane; null for stopped lanes. Runs between steps, in evaluation mode.
   *
   * @param images at most {@link classifyLimit}, each [H, W, C] bytes
   * @throws UserError when an image has another shape than those of the data set.
   */
  async classify(images: readonly Uint8Array[]): Promise<(Float32Array[] | null)[]> {
    const { gpu, config, dataset } = this.options;
    const { queue } = gpu.device;
    queue.writeBuffer(this.batches.externals.testImages!, 0, normalizeImages(images, dataset));
    // Beyond the end of the test set, so that answers and losses of an evaluation under way stay.
    const slot = this.testBatches;
    const step = {
      step: slot,
      seed: config.seed,
      first: dataset.test.count,
      count: images.length,
      ringSlot: slot,
    };
    this.writeAll(step);
    const pass = this.beginPass();
    for (const lane of this.lanes) if (!lane.isStopped) lane.encodeEvaluation(pass.pass);
    pass.submit();
    // All copies are submitted before the first is waited for: the next step overwrites the logits.
    const reads = this.lanes.map(({ isStopped, executor, logits }) =>
      isStopped ? Promise.resolve(null) : executor.read(logits).then((physical) => unpack(logits, physical)),
    );
    const found = await this.guard(Promise.all(reads));
    const { classes } = this;
    return found.map(
      (logits) => logits && images.map((_, n) => softmax(logits.subarray(n * classes, (n + 1) * classes))),
    );
  }

  /** Settles as `promise` does, or fails when the device is lost: what waits for a lost GPU may wait for ever. */
  guard<T>(promise: Promise<T>): Promise<T> {
    // Not Promise.race with one promise of the loss: that would remember every step of the run.
    return new Promise<T>((resolve, reject) => {
      if (this.isLost) reject(new Error('the GPU device was lost'));
      this.waiting.add(reject);
      promise.then(resolve, reject).finally(() => this.waiting.delete(reject));
    });
  }

  markLost(): void {
    this.isLost = true;
    for (const reject of this.waiting) reject(new Error('the GPU device was lost'));
  }

  destroy(): void {
    const readers = [this.ringReader, this.evaluationReader, this.answersReader];
    for (const owned of [...readers, this.passClock, ...this.lanes, this.batches]) owned?.destroy();
    for (const uniform of [this.uniforms.batches, ...this.uniforms.lanes])
      destroyCountedBuffer(this.options.counter, uniform);
  }

  /** The step's values for the batch and for every lane; lanes that do not take it do not read theirs. */
  writeStep(step: number, settings: LiveSettings): void {
    const { config, plan } = this.options;
    const now = { ...config, ...settings };
    const { momentum, weightDecay } = now;
    const values = {
      step,
      seed: deriveSeed(config.seed, seeds.step),
      ...this.batches.prepare(step),
      momentum,
      weightDecay,
      ...adamCorrections(step),
      ringSlot: step % ringSlots,
    };
    this.writeUniform(this.uniforms.batches, values);
    this.uniforms.lanes.forEach((uniform, index) => {
      const learningRate = config.lanes[index]!.learningRate ?? now.learningRate;
      const rate = learningRateAt({ ...now, learningRate }, step, plan.totalSteps);
      this.learningRates[index]![step % ringSlots] = rate;
      this.writeUniform(uniform, { ...values, learningRate: rate });
    });
  }

  /** The same values for the batch and for every lane. */
  private writeAll(values: Partial<StepValues>): void {
    for (const uniform of [this.uniforms.batches, ...this.uniforms.lanes]) this.writeUniform(uniform, values);
  }

  private writeUniform(uniform: GPUBuffer, values: Partial<StepValues>): void {
    this.options.gpu.device.queue.writeBuffer(uniform, 0, packStep(values));
  }

  private beginPass(): { pass: GPUComputePassEncoder; submit: () => void } {
    const { device } = this.options.gpu;
    const encoder = device.createCommandEncoder();
    const pass = encoder.beginComputePass();
    return {
      pass,
      submit: () => {
        pass.end();
        device.queue.submit([encoder.finish()]);
      },
    };
  }
}
