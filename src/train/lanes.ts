import { UserError } from '../util/assert.ts';
import { product } from '../util/math.ts';
import type { Dataset } from '../data/dataset.ts';
import { compile } from '../engine/compile.ts';
import { pack } from '../engine/layout.ts';
import { argmax } from '../engine/ops/argmax.ts';
import type { Location, Program, ProgramPart } from '../engine/program.ts';
import { stretchesOf, type Stretch } from '../engine/stretches.ts';
import { flat, physicalBytes, type TensorType } from '../engine/tensor.ts';
import { Variables } from '../engine/variables.ts';
import type { Gpu } from '../gpu/device.ts';
import {
  bufferUsage,
  createCountedBuffer,
  destroyCountedBuffer,
  Executor,
  type BufferCounter,
} from '../gpu/executor.ts';
import type { PipelineCache } from '../gpu/pipelines.ts';
import type { Batches } from './batches.ts';
import type { LaneConfig, TrainConfig } from './config.ts';
import type { LaneSummary } from './events.ts';
import { StagedReader } from '../gpu/stagedReader.ts';
import { bufferAdvice } from './memory.ts';
import { laneName } from './parse.ts';
import { networkGraph, ringValues, trainingProgram, type NetworkRequest } from '../nn/graphs.ts';
import type { Plan } from './plan.ts';
import { StepTimes } from './stepTimes.ts';
import { programName, trainingCycle, type TrainingCycle, type TrainingMode } from './trainingCycle.ts';

/** Steps whose metrics the GPU keeps. */
export const ringSlots = 1024;
const ringSlotBytes = 4 * ringValues;

export interface LaneOptions {
  readonly gpu: Gpu;
  readonly pipelines: PipelineCache;
  readonly counter: BufferCounter;
  readonly config: TrainConfig;
  readonly dataset: Dataset;
  readonly plan: Plan;
  readonly index: number;
  readonly lane: LaneConfig;
  readonly batches: Batches;
  readonly stepUniform: GPUBuffer;
  /** Batches of the test set. */
  readonly evalSlots: number;
  /** Seed of the initial weights, the same for every lane. */
  readonly seed: number;
  readonly onProgress: (ready: number, total: number) => void;
}

/** One network of a run: its programs, its variables on the GPU, its metrics rings. */
export class Lane {
  readonly options: LaneOptions;
  readonly summary: LaneSummary;
  readonly variables: Variables;
  readonly executor: Executor;
  /** [ringSlots, ringValues] of training steps. */
  readonly ring: GPUBuffer;
  /** [test batches, ringValues] */
  readonly evaluationRing: GPUBuffer;
  /** [test images] u32: the class that the last evaluation gave to each. */
  readonly answers: GPUBuffer;
  /** Where the logits of an evaluation batch lie, [evaluation batch, classes], until the next program runs. */
  readonly logits: TensorType & Location;
  /** Of {@link stateBuffers}. */
  readonly stateReader: StagedReader;
  isStopped = false;
  /** Steps taken. */
  step = 0;
  /** Milliseconds that those steps take by themselves, as timed; what is equal where time is to be. */
  ms = 0;
  /** The run's clock when this lane was timed last. */
  timedAt = -Infinity;
  private readonly times = new StepTimes();
  /** Which of its training programs it runs in which step. */
  readonly cycle: TrainingCycle;
  private readonly counter: BufferCounter;
  private readonly stretches: ReadonlyMap<string, readonly Stretch<ProgramPart>[]>;

  static async create(options: LaneOptions): Promise<Lane> {
    const { gpu, pipelines, counter, lane, config, batches, evalSlots, stepUniform } = options;
    const { device } = gpu;
    const variables = new Variables();
    const cycle = trainingCycle(config, lane);
    const programs = lanePrograms(options, variables);
    for (const program of Object.values(programs)) assertProgramFits(device, program, options);
    const createRing = (label: string, slots: number) =>
      createCountedBuffer(device, counter, {
        label,
        size: slots * ringSlotBytes,
        usage: bufferUsage.storage | bufferUsage.copySource,
      });
    const ring = createRing('metrics ring', ringSlots);
    const evaluationRing = createRing('evaluation ring', evalSlots);
    const answers = createCountedBuffer(device, counter, {
      label: 'answers',
      size: physicalBytes(flat(options.dataset.test.count)),
      usage: bufferUsage.storage | bufferUsage.copySource,
    });
    try {
      const executor = await Executor.create({
        gpu,
        pipelines,
        programs,
        parameterBytes: variables.bytes('parameter'),
        stateBytes: variables.bytes('state'),
        externals: { ...batches.externals, ring, evaluationRing, answers },
        step: stepUniform,
        counter,
        onProgress: options.onProgress,
      });
      for (const variable of variables.all)
        device.queue.writeBuffer(
          executor[variable.kind],
          variable.offset,
          pack(variable.type, variable.initialize(variable.type.shape)),
        );
      const logits = programs.evaluate!.outputs.logits!;
      const stretches = new Map(
        Object.entries(programs).map(([name, { dispatches }]) => [
          name,
          stretchesOf(dispatches, ({ part }) => part),
        ]),
      );
      const buffers = { ring, evaluationRing, answers };
      return new Lane(options, { variables, executor, ...buffers, logits, cycle }, stretches);
    } catch (error) {
      for (const buffer of [ring, evaluationRing, answers]) destroyCountedBuffer(counter, buffer);
      throw error;
    }
  }

  private constructor(
    options: LaneOptions,
    parts: Pick<Lane, 'variables' | 'executor' | 'ring' | 'evaluationRing' | 'answers' | 'logits' | 'cycle'>,
    stretches: Lane['stretches'],
  ) {
    const { index, lane, counter, gpu } = options;
    this.options = options;
    this.variables = parts.variables;
    this.executor = parts.executor;
    this.ring = parts.ring;
    this.evaluationRing = parts.evaluationRing;
    this.answers = parts.answers;
    this.logits = parts.logits;
    this.cycle = parts.cycle;
    this.stretches = stretches;
    this.counter = counter;
    this.summary = {
      name: laneName(index),
      normalization: lane.normalization,
      parameters: this.variables.parameters.reduce((sum, { type }) => sum + product(type.shape), 0),
      dispatchesPerStep: this.executor.dispatchCount('train'),
      bufferBytes: this.executor.bufferBytes + this.ring.size + this.evaluationRing.size + this.answers.size,
    };
    this.stateReader = new StagedReader(gpu.device, counter, this.stateBuffers);
  }

  /** What makes up a lane's state: parameters, running statistics, the optimizer's memory. */
  get stateBuffers(): GPUBuffer[] {
    const { parameter, state, moments } = this.executor;
    return [parameter, state, ...Object.values(moments)];
  }

  /** Milliseconds of a step, on the average of the steps to come; 0 before the first timing. */
  get gpuMsPerStep(): number {
    return this.times.mean(this.programsAhead);
  }

  addTiming(step: number, ms: number): void {
    this.times.add(this.programOf(step), ms);
  }

  /** Whether a step like this one was timed. */
  hasTiming(step: number): boolean {
    return this.times.has(this.programOf(step));
  }

  encodeTrain(pass: GPUComputePassEncoder, step: number): void {
    this.executor.encode(pass, this.programOf(step));
  }

  /** As {@link encodeTrain}, the dispatches of one part of the step. */
  encodePart(pass: GPUComputePassEncoder, step: number, part: ProgramPart): void {
    const program = this.programOf(step);
    for (const { kind, first, end } of this.stretches.get(program)!)
      if (kind === part) this.executor.encode(pass, program, first, end);
  }

  /** The programs of the steps to come, until the same come again. */
  get programsAhead(): string[] {
    return Array.from({ length: this.cycle.repeat }, (_, i) => this.programOf(this.step + i));
  }

  /** The program that it trains with in a step. */
  programOf(step: number): string {
    return programName(this.cycle.at(step));
  }

  encodeEvaluation(pass: GPUComputePassEncoder): void {
    this.executor.encode(pass, 'evaluate');
  }

  destroy(): void {
    this.executor.destroy();
    this.stateReader.destroy();
    for (const buffer of [this.ring, this.evaluationRing, this.answers])
      destroyCountedBuffer(this.counter, buffer);
  }
}

/** What the programs of a lane follow from. */
export interface LaneRequest extends Pick<LaneOptions, 'config' | 'lane' | 'evalSlots' | 'seed'> {
  readonly dataset: Pick<Dataset, 'classes' | 'shape'> & { readonly test: { readonly count: number } };
  readonly plan: Pick<Plan, 'evalBatchSize'>;
}

/** The programs of a lane by name: those that its training steps take turns with, and `evaluate`. */
export function lanePrograms(request: LaneRequest, variables: Variables): Readonly<Record<string, Program>> {
  const { modes } = trainingCycle(request.config, request.lane);
  return {
    ...Object.fromEntries(modes.map((mode) => [programName(mode), buildTraining(request, variables, mode)])),
    evaluate: buildEvaluation(request, variables),
  };
}

/** What a lane's graphs are built from. */
export function networkRequest(
  { config, dataset, lane, seed }: LaneRequest,
  request: Pick<NetworkRequest, 'mode' | 'names' | 'slots' | 'labelSmoothing'>,
  batchSize: number,
): NetworkRequest {
  const { model, width, depth, layers, loss } = config;
  return {
    ...request,
    model,
    options: { ...lane, classes: dataset.classes.length, width, depth, layers },
    images: [batchSize, ...dataset.shape],
    loss,
    seed,
  };
}

function buildTraining(options: LaneRequest, variables: Variables, mode: TrainingMode): Program {
  const { config } = options;
  const request = networkRequest(
    options,
    {
      mode: { training: true, ...mode },
      names: { images: 'images', labels: 'labels', ring: 'ring' },
      slots: ringSlots,
      labelSmoothing: config.labelSmoothing,
    },
    config.batchSize,
  );
  return trainingProgram(request, variables, config);
}

function buildEvaluation(options: LaneRequest, variables: Variables): Program {
  const request = networkRequest(
    options,
    {
      mode: { training: false, frozen: false },
      names: { images: 'testImages', labels: 'testLabels', ring: 'evaluationRing' },
      slots: options.evalSlots,
      labelSmoothing: 0,
    },
    options.plan.evalBatchSize,
  );
  const { graph, logits } = networkGraph(request, variables);
  argmax(graph, logits, graph.external('answers', flat(options.dataset.test.count)));
  return compile(graph, { outputs: { logits } });
}

/** The programs' tensors all fit into bindings, or a sentence that says what to change. */
function assertProgramFits(
  device: GPUDevice,
  program: Program,
  { config, lane, dataset }: LaneOptions,
): void {
  const largest = Math.max(
    0,
    ...program.dispatches.flatMap(({ bindings }) => bindings.map(({ bytes }) => bytes)),
  );
  const limitBytes = device.limits.maxStorageBufferBindingSize;
  const advice = bufferAdvice(config, lane, { info: dataset, largest, limitBytes });
  if (advice) throw new UserError(advice);
}
