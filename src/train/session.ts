import { UserError } from '../util/assert.ts';
import type { Dataset } from '../data/dataset.ts';
import { findDataset } from '../data/datasets.ts';
import type { Gpu } from '../gpu/device.ts';
import type { BufferCounter } from '../gpu/executor.ts';
import { PipelineCache } from '../gpu/pipelines.ts';
import { exportLane, readCheckpoint } from './checkpoint.ts';
import type { LiveSettings, TrainConfig } from './config.ts';
import type { SessionEvent, SessionStatus } from './events.ts';
import { largestBinding } from './imageStore.ts';
import { Network } from './network.ts';
import { Pace } from './pace.ts';
import { laneName } from './parse.ts';
import { checkConfig, planRun } from './plan.ts';
import type { ProbeRequest } from './probes/probe.ts';
import { Watch, type WatchOptions } from './probes/watch.ts';
import { readyEvent } from './readyEvent.ts';
import { Run } from './run.ts';
import { sampleImages, type SampleImage } from './samples.ts';
import { SessionData, type DataOptions } from './sessionData.ts';
import { restoreSnapshot, toldOf, type Snapshot } from './snapshot.ts';
import { StopConditions } from './stopConditions.ts';
import { gallery, testImage, type Gallery, type TestImage } from './testImages.ts';
import { Timeline } from './timeline.ts';
import { warmUp } from './warmUp.ts';

export interface SessionOptions extends DataOptions, Pick<WatchOptions, 'screen'> {
  /** Asked for once, and again after a device was lost. */
  readonly requestDevice: () => Promise<Gpu>;
  readonly emit: (event: SessionEvent) => void;
}

interface Device {
  readonly gpu: Gpu;
  readonly pipelines: PipelineCache;
}

/** What the last `start` asked for, and how it went on since. */
interface Assignment {
  readonly runId: number;
  readonly config: TrainConfig;
  /** Where to begin; null begins with fresh weights. */
  readonly from: Snapshot | null;
  settings: LiveSettings;
  readonly timeline: Timeline;
  readonly stopConditions: StopConditions;
}

/**
 * Training of up to four networks in lock-step. Knows neither worker nor page: it is commanded by its methods and
 * tells what happens through `emit`. One run at a time; `start` replaces it.
 */
export class Session {
  /** Buffers of this session's runs, as a test can see that memory stays flat. */
  readonly counter: BufferCounter = { created: 0, destroyed: 0, bytes: 0 };
  /** Of the steps: no matter of a run, it stays from one to the next. */
  readonly pace = new Pace();
  private readonly options: SessionOptions;
  private device: Device | null = null;
  private readonly data: SessionData;
  private assignment: Assignment | null = null;
  private run: Run | null = null;
  private network: Network | null = null;
  private watch: Watch | null = null;
  private wanted: { readonly request: ProbeRequest | null; readonly watchId: number } | null = null;
  /** Moves with every start, rebuild and stop, so that a preparation that was overtaken notices. */
  private generation = 0;
  private preparing: Promise<void> = Promise.resolve();

  constructor(options: SessionOptions) {
    this.options = options;
    const { emit } = options;
    this.data = new SessionData(options, {
      onProgress: (done, total) => emit({ type: 'progress', runId: this.runId, phase: 'data', done, total }),
      onGrowth: (dataset, fault) => this.tellGrowth(dataset, fault),
      onRefused: () => this.prepare(null),
      onFailure: (message) => emit({ type: 'error', runId: this.runId, message }),
    });
  }

  /**
   * Loads data, builds the networks and pauses before step 0, or where `from` was taken in a run of the same
   * configuration. Overtakes a run or preparation under way.
   *
   * @throws UserError when the configuration, the data or the adapter do not allow it.
   */
  start(config: TrainConfig, runId = 0, from: Snapshot | null = null): Promise<void> {
    const timeline = new Timeline();
    const stopConditions = new StopConditions(config);
    this.assignment = { runId, config, from, settings: {}, timeline, stopConditions };
    return this.prepare(null);
  }

  /** Builds everything anew on a new device after a loss, and goes on from the last snapshot as before. */
  rebuild(): Promise<void> {
    return this.prepare(this.run);
  }

  play(): void {
    this.run?.play();
  }

  pause(): void {
    this.run?.pause();
  }

  /** Takes `steps` steps, then pauses. */
  advance(steps: number): void {
    this.run?.advance(steps);
  }

  /** Ends the run; what was computed so far is still told. */
  stop(): void {
    this.generation++;
    this.run?.stop();
  }

  /**
   * Takes the run back to a checkpoint and pauses there. Lanes that had stopped go on; what came after is forgotten.
   *
   * @param step one of those that a `checkpoints` event named
   * @throws UserError when there is no checkpoint at that step.
   */
  async rewind(step: number): Promise<void> {
    const snapshot = (this.assignment?.timeline ?? new Timeline()).at(step);
    this.run?.stop();
    await this.inTurn(() => this.takeBack(snapshot));
  }

  /** Changes settings from the next step on. */
  change(settings: LiveSettings): void {
    if (!this.assignment) return;
    this.assignment.settings = { ...this.assignment.settings, ...settings };
    this.run?.change(settings);
  }

  /**
   * Looks at something inside the networks from now on, also those of later runs: a few times a second while they
   * train, and whenever they pause. Each look is a `probe` event; null looks at nothing, which costs nothing.
   *
   * @param watchId comes back in the events
   */
  async look(request: ProbeRequest | null, watchId = 0): Promise<void> {
    this.wanted = { request, watchId };
    const { watch } = this;
    const isAnew = await watch?.look(request, watchId);
    if (isAnew && watch === this.watch) await this.run?.look();
  }

  /** The largest buffer that a kernel can bind; null before there is a device. */
  get limitBytes(): number | null {
    return this.device ? largestBinding(this.device.gpu.device) : null;
  }

  get status(): SessionStatus | null {
    return this.run?.status ?? null;
  }

  /** Settles when neither preparation nor training is under way. */
  async idle(): Promise<void> {
    let awaited: Promise<unknown>;
    do {
      awaited = this.preparing;
      await awaited.catch(() => undefined);
      await this.run?.idle();
    } while (awaited !== this.preparing);
  }

  get dataset(): Dataset | null {
    return this.data.dataset;
  }

  /** The data set at hand, and the settings of the run that uses it; a UserError before one is loaded. */
  get loaded(): { readonly dataset: Dataset; readonly config: TrainConfig } {
    const { dataset } = this;
    if (!dataset || !this.assignment) throw new UserError('No data set is loaded yet.');
    return { dataset, config: this.assignment.config };
  }

  /** Images of the training set, spread over it. */
  samples(count: number): SampleImage[] {
    return this.data.dataset ? sampleImages(this.data.dataset, count) : [];
  }

  /** A test image and, after an evaluation, the classes that the lanes gave to it. */
  testImage(index: number): TestImage {
    return testImage(this.data.dataset, this.run?.tested?.answers ?? [], index);
  }

  /** Test images that one lane got wrong and another right at the last evaluation, the first `count` of `total`. */
  gallery(lanes: { readonly wrong: number; readonly right: number }, count: number): Gallery {
    return gallery(this.data.dataset, this.run?.tested?.answers ?? [], { lanes, count });
  }

  /**
   * Probabilities of the classes that each lane gives to an image of the user's; null for stopped lanes.
   *
   * @param pixels [H, W, C] bytes of the data set's shape
   * @throws UserError when there are no networks or the image has another shape.
   */
  async classify(pixels: Uint8Array): Promise<(Float32Array | null)[]> {
    if (!this.network) throw new UserError('There are no networks yet that could answer.');
    const lanes = await this.network.classify([pixels]);
    return lanes.map((images) => images?.[0] ?? null);
  }

  /** The state kept last, after each evaluation and every half minute in between: what `start` can go on from. */
  get snapshot(): Snapshot | null {
    return this.run?.snapshot ?? null;
  }

  /** Keeps the state as it is now, in a pause. */
  async keepSnapshot(): Promise<Snapshot | null> {
    return (await this.run?.keepSnapshot()) ?? null;
  }

  /** A lane as a safetensors file, as it is now. Pauses are the time for it: steps under way are not waited for. */
  async exportLane(index: number): Promise<Uint8Array<ArrayBuffer>> {
    const { run, network, assignment } = this;
    const lane = network?.lanes[index];
    if (!run || !lane || !assignment) throw new UserError(`There is no lane ${laneName(index)} to export.`);
    const { lanes, step } = await run.keepSnapshot();
    return exportLane(lane, lanes[index]!, { config: assignment.config, step });
  }

  /**
   * Gives a lane the parameters and running statistics of a safetensors file with PyTorch's names, before training or
   * in a pause. The optimizer's memory stays.
   *
   * @throws UserError when the file is damaged or of another network.
   */
  async importLane(index: number, bytes: Uint8Array, fileName?: string): Promise<void> {
    const lane = this.network?.lanes[index];
    if (!this.run || !this.device || !lane)
      throw new UserError(`There is no lane ${laneName(index)} to load weights into.`);
    const { queue } = this.device.gpu.device;
    for (const [{ kind, offset }, values] of readCheckpoint(bytes, lane.variables, fileName))
      queue.writeBuffer(lane.executor[kind], offset, values);
    await this.run.keepSnapshot();
  }

  /** Reads data anew at the next start, even of the same name. */
  forgetData(): void {
    this.data.forget();
  }

  /** Frees all buffers. The device stays with whoever gave it. */
  destroy(): void {
    this.generation++;
    this.release();
    this.device = null;
  }

  private prepare(previous: Run | null): Promise<void> {
    const generation = ++this.generation;
    this.run?.stop();
    return this.inTurn(() => this.build(generation, previous));
  }

  /** One preparation at a time, unless a newer one has overtaken it. */
  private inTurn(work: () => Promise<void>): Promise<void> {
    const { generation } = this;
    this.preparing = this.preparing
      .catch(() => undefined)
      .then(() => (generation === this.generation ? work() : undefined));
    return this.preparing;
  }

  private async takeBack(snapshot: Snapshot): Promise<void> {
    const { assignment, generation, network, device, runId } = this;
    const { step } = snapshot;
    this.run?.stop();
    // Whatever is told of later steps is told before they have not happened.
    await this.run?.idle();
    if (!network || !device || generation !== this.generation) return;
    restoreSnapshot(device.gpu.device, network.lanes, snapshot);
    assignment!.timeline.dropAfter(step);
    this.options.emit({ type: 'rewound', runId, ...toldOf(snapshot) });
    this.options.emit({ type: 'checkpoints', runId, steps: assignment!.timeline.steps });
    this.run = this.createRun(network, snapshot);
    this.tellStatus(runId, 'paused', step);
    void this.run.look();
  }

  private async build(generation: number, previous: Run | null): Promise<void> {
    const { runId, config, from } = this.assignment!;
    const { emit } = this.options;
    const isOvertaken = () => generation !== this.generation;
    const snapshot = previous?.snapshot ?? from;
    await this.run?.idle();
    await this.watch?.destroy();
    this.release();
    this.tellStatus(runId, 'preparing', snapshot?.step ?? 0);
    checkConfig(config, findDataset(config.dataset).shape);

    // Side by side: the data come, the device is opened, and kernels are compiled.
    const opening = this.openDevice();
    const loading = this.data.load(config, async () => (await opening).gpu.device);
    // Told once the device is there; without one the data wait for the next start.
    loading.catch(() => undefined);
    const { gpu, pipelines } = await opening;
    emit({ type: 'adapter', runId, adapter: { ...gpu.adapter, broadcasts: gpu.broadcasts } });
    const tellPipelines = (done: number, total: number) =>
      emit({ type: 'progress', runId, phase: 'pipelines', done, total });
    let isCompiling = false;
    if (!this.data.has(config)) warmUp(pipelines, config, (...how) => isCompiling && tellPipelines(...how));
    const dataset = await loading;
    if (isOvertaken()) return this.tellStatus(runId, 'stopped', 0);
    isCompiling = true;
    const plan = planRun(config, dataset);
    const network = await Network.create({
      gpu,
      pipelines,
      counter: this.counter,
      config,
      dataset,
      plan,
      snapshot,
      onProgress: (...how) => {
        // Those of the warm-up are counted once.
        isCompiling = false;
        tellPipelines(...how);
      },
    });
    if (isOvertaken()) {
      network.destroy();
      return this.tellStatus(runId, 'stopped', 0);
    }
    this.network = network;
    this.watch = new Watch({ ...this.options, network, runId });
    this.tellGrowth(dataset, this.data.fault);
    this.run = this.createRun(network, snapshot);
    this.heed(gpu.device, runId);
    emit(readyEvent(runId, config, network));
    this.tellStatus(runId, 'paused', this.run.step);
    if (this.wanted) void this.look(this.wanted.request, this.wanted.watchId);
    if (previous?.wasRunning) this.run.goOn(previous.goal);
  }

  private createRun(network: Network, snapshot: Snapshot | null): Run {
    return new Run({
      ...this.assignment!,
      network,
      watch: this.watch!,
      pace: this.pace,
      snapshot,
      emit: this.options.emit,
    });
  }

  private async openDevice(): Promise<Device> {
    if (this.device) return this.device;
    const gpu = await this.options.requestDevice();
    this.device = { gpu, pipelines: new PipelineCache(gpu) };
    void gpu.device.lost.then(({ message }) => this.onLost(gpu, message));
    return this.device;
  }

  private onLost(gpu: Gpu, message: string): void {
    // A device that this session gave back itself is no loss.
    if (this.device?.gpu !== gpu || !this.assignment) return;
    this.device = null;
    this.network?.markLost();
    const { runId } = this.assignment;
    const step = this.run?.snapshot?.step ?? 0;
    this.run?.markLost();
    const reason = message || 'the driver gave no reason';
    this.options.emit({ type: 'deviceLost', runId, step, reason });
  }

  /** What the GPU finds wrong outside of any call that could report it ends the run. */
  private heed(device: GPUDevice, runId: number): void {
    device.onuncapturederror = ({ error }) => {
      if (this.assignment?.runId === runId)
        this.run?.fail(
          `The GPU reported an error: ${error.message}. Try again builds the networks anew; a smaller batch size or width asks less of it.`,
        );
    };
  }

  private get runId(): number {
    return this.assignment?.runId ?? 0;
  }

  private tellGrowth({ train, trainCount }: Dataset, fault: string | null): void {
    this.options.emit({ type: 'grown', runId: this.runId, count: train.count, total: trainCount, fault });
  }

  private release(): void {
    void this.watch?.destroy();
    this.watch = null;
    this.network?.destroy();
    this.network = null;
    this.run = null;
  }

  private tellStatus(runId: number, status: SessionStatus, step: number): void {
    this.options.emit({ type: 'status', runId, status, step });
  }
}
