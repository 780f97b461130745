import { UserError } from '../util/assert.ts';
import { isLost } from '../gpu/device.ts';
import { Clock } from './clock.ts';
import type { LiveSettings, TrainConfig } from './config.ts';
import { confusionMatrix } from './confusion.ts';
import type { SessionEvent, SessionStatus } from './events.ts';
import type { Lane } from './lanes.ts';
import { MetricsCollector } from './metrics.ts';
import type { Network } from './network.ts';
import type { Pace } from './pace.ts';
import type { Watch } from './probes/watch.ts';
import { takeSnapshot, type Snapshot, type Tested } from './snapshot.ts';
import { SplitTimer } from './splitTimer.ts';
import { maxWaiting, SubmittedWork } from './submittedWork.ts';
import type { StopConditions } from './stopConditions.ts';
import type { Timeline } from './timeline.ts';

/** Milliseconds between two readings of the metrics rings. */
const metricsIntervalMs = 200;
/** Milliseconds of training between two timings of the lanes, and between two snapshots. */
const timingIntervalMs = 2000;
const snapshotIntervalMs = 30_000;

export interface RunOptions {
  readonly runId: number;
  readonly config: TrainConfig;
  readonly network: Network;
  /** Where to go on; null starts from fresh weights. */
  readonly snapshot: Snapshot | null;
  readonly settings: LiveSettings;
  readonly timeline: Timeline;
  /** Looks inside the networks on the way. */
  readonly watch: Watch;
  readonly stopConditions: StopConditions;
  readonly pace: Pace;
  readonly emit: (event: SessionEvent) => void;
}

/**
 * Drives one built network set: takes steps, reads metrics, evaluates, pauses. The CPU only encodes; it waits for
 * the GPU where too many steps are under way, never for the result of a step.
 */
export class Run {
  step: number;
  status: SessionStatus = 'paused';
  /** The state to go on from after a lost device. */
  snapshot: Snapshot | null;
  /** What the last evaluation found. */
  tested: Tested | null;
  private readonly options: RunOptions;
  private readonly network: Network;
  private readonly clock = new Clock();
  private readonly metrics: MetricsCollector;
  private readonly splits: SplitTimer;
  private settings: LiveSettings;
  private isWanted = false;
  private isStopping = false;
  /** Whether a loss of the device interrupted training. */
  wasRunning = false;
  /** Step at which to pause. */
  goal: number;
  private loop: Promise<void> | null = null;
  private readonly work: SubmittedWork;
  /** Steps after which the test set is being evaluated, and the next of its batches. */
  private evaluation: { readonly step: number; batch: number } | null = null;
  private looking: Promise<void> | null = null;
  private keeping: Promise<Snapshot | null> = Promise.resolve(null);
  private lastMetricsAt = 0;
  private lastSnapshotMs = 0;

  constructor(options: RunOptions) {
    const { network, snapshot, runId, config } = options;
    this.options = options;
    this.network = network;
    this.work = new SubmittedWork(network);
    this.snapshot = snapshot;
    this.tested = snapshot?.tested ?? null;
    this.settings = options.settings;
    this.step = snapshot?.step ?? 0;
    this.goal = this.step;
    if (snapshot?.isEvaluationDue) this.evaluation = { step: this.step, batch: 0 };
    for (const lane of network.lanes) lane.timedAt = -Infinity;
    this.splits = new SplitTimer(network, options);
    this.metrics = new MetricsCollector(network.lanes, network.ringReader, {
      runId,
      batchSize: config.batchSize,
      ms: () => (snapshot?.ms ?? 0) + this.clock.ms,
      learningRate: (lane, step) => network.learningRateOf(lane, step),
    });
  }

  /** Trains to the end. */
  play(): void {
    this.goOn(this.network.plan.totalSteps);
  }

  /** Takes `steps` steps, then pauses. */
  advance(steps: number): void {
    this.goOn(Math.min(this.network.plan.totalSteps, this.step + steps));
  }

  pause(): void {
    this.isWanted = false;
    this.options.pace.cut();
  }

  /** Ends the run for good; what was computed is still told. */
  stop(): void {
    this.pause();
    this.isStopping = true;
    if (!this.loop && this.status === 'paused') this.setStatus('stopped');
  }

  change(settings: LiveSettings): void {
    this.settings = { ...this.settings, ...settings };
  }

  /** Settles when nothing is under way any more. */
  async idle(): Promise<void> {
    await this.loop;
    await this.looking;
    await this.options.watch.idle();
  }

  /** Trains up to `goal` steps. */
  goOn(goal: number): void {
    if (this.isStopping || (this.status !== 'paused' && this.status !== 'running')) return;
    this.goal = goal;
    this.isWanted = true;
    this.options.pace.restart();
    this.loop ??= this.train();
  }

  private get hasWork(): boolean {
    return this.isWanted && !this.isStopping && (this.evaluation !== null || this.step < this.goal);
  }

  private async train(): Promise<void> {
    this.setStatus('running');
    try {
      await this.looking;
      // What was asked to be looked at before a step sees it.
      await this.options.watch.idle();
      if (this.options.timeline.steps.length === 0) await this.keepSnapshot();
      // Play may be asked for again while the last steps of a pause drain.
      do {
        await this.trainAndEvaluate();
        await this.work.drain();
        await this.readMetrics();
      } while (this.hasWork);
      const isFinished = this.step >= this.network.plan.totalSteps && !this.evaluation;
      this.end(this.isStopping ? 'stopped' : isFinished ? 'finished' : 'paused');
    } catch (error) {
      // A lost device is the session's to tell; nothing can be read from it any more.
      if (await isLost(this.network.device)) return;
      this.fail(error instanceof UserError ? error.message : `Training failed: ${String(error)}`);
      this.end('stopped');
    }
  }

  private end(status: SessionStatus): void {
    this.clock.stop();
    // First of all, so that whoever hears of the status may already ask for more.
    this.loop = null;
    this.setStatus(status);
    void this.look();
  }

  private async trainAndEvaluate(): Promise<void> {
    while (this.hasWork) {
      if (this.evaluation) {
        await this.work.drain();
        await this.readMetrics();
        this.clock.stop();
        await this.evaluateBatches();
      } else if (!this.options.pace.isDue) await this.rest();
      else {
        this.clock.start();
        await this.trainStep();
      }
    }
  }

  /** Waits until the next step is due. As in a pause, the time does not count as training. */
  private async rest(): Promise<void> {
    await this.work.drain();
    this.clock.stop();
    // A pause may have been asked for while the GPU was at work.
    if (this.hasWork) await this.options.pace.wait();
  }

  private async trainStep(): Promise<void> {
    const { totalSteps, evalEvery } = this.network.plan;
    this.options.pace.count();
    const lanes = this.lanesToStep();
    const { step } = lanes[0]!;
    if (await this.lookOnTheWay(lanes, step)) this.work.forget();
    else if (this.isTimingDue(lanes)) {
      await this.work.drain();
      await this.network.timeStep(lanes, step, this.settings);
      for (const lane of lanes) lane.timedAt = this.clock.ms;
    } else if (this.splits.isDue(lanes)) {
      await this.work.drain();
      await this.splits.take(lanes, step, this.settings);
    } else {
      this.network.submitStep(lanes, step, this.settings);
      await this.work.waitForRoom(this.metrics.msPerStep);
    }
    for (const lane of this.isApart ? lanes : this.network.lanes) {
      lane.step++;
      lane.ms += lane.gpuMsPerStep;
    }
    if (step + 1 > this.step) {
      this.step = step + 1;
      if (this.step % evalEvery === 0 || this.step === totalSteps)
        this.evaluation = { step: this.step, batch: 0 };
    }
    if (performance.now() - this.lastMetricsAt >= metricsIntervalMs && !this.metrics.isBusy)
      void this.readMetrics().catch(async (error: unknown) => {
        if (!(await isLost(this.network.device))) this.fail(`Training failed: ${String(error)}`);
      });
    if (this.metrics.room < maxWaiting) await this.readMetrics();
    // An evaluation that is due ends with a snapshot of its own; one before it would skip it after a loss.
    if (!this.evaluation && this.clock.ms - this.lastSnapshotMs >= snapshotIntervalMs) {
      // A lane whose loss is no longer finite must show before its weights are kept to go back to.
      await this.readMetrics();
      await this.keepSnapshot();
    }
  }

  /** Whether lanes step by themselves, because they are to have equal time. */
  private get isApart(): boolean {
    return this.options.config.fairness === 'time';
  }

  /** The lanes whose turn it is, all at the same step: those that go on, or the one that has had least time. */
  private lanesToStep(): readonly Lane[] {
    const lanes = this.network.lanes.filter(({ isStopped }) => !isStopped);
    if (!this.isApart) return lanes;
    return [lanes.reduce((least, lane) => (lane.ms < least.ms ? lane : least))];
  }

  /** Looks inside when it is time. Some looks need the step while it is taken: returns whether this one took it. */
  private async lookOnTheWay(lanes: readonly Lane[], step: number): Promise<boolean> {
    const { watch } = this.options;
    const isPausing = watch.needsStep && step + 1 === this.goal;
    if (!watch.isDue({ isPausing })) return false;
    const { settings } = this;
    const { needsStep } = watch;
    await this.work.drain();
    await watch.take({ step, settings, lanes }, () => this.network.submitStep(lanes, step, settings));
    return needsStep;
  }

  /** Shows the networks as they are while training rests. */
  look(): Promise<void> {
    const { watch } = this.options;
    const take = async () => {
      await watch.idle();
      const { step, settings, status } = this;
      if (this.loop || watch.needsStep || (status !== 'paused' && status !== 'finished')) return;
      await watch.take({ step, settings, lanes: [] }, () => undefined);
    };
    const looking = (this.looking ?? Promise.resolve())
      .then(take)
      // Only a lost device fails here, and that is the session's to tell.
      .catch(() => undefined);
    this.looking = looking;
    return looking;
  }

  /** The third step is the first that is not slowed by preparations; from then on, every kind of step is timed once. */
  private isTimingDue(lanes: readonly Lane[]): boolean {
    const first = Math.min(2, this.network.plan.totalSteps - 1);
    return lanes.some(
      (lane) =>
        lane.step === first ||
        (lane.step > first &&
          (!lane.hasTiming(lane.step) || this.clock.ms - lane.timedAt >= timingIntervalMs)),
    );
  }

  private async readMetrics(): Promise<void> {
    this.lastMetricsAt = performance.now();
    const collected = await this.network.guard(this.metrics.collect());
    if (!collected) return;
    this.options.emit(collected.event);
    for (const { lane, step } of collected.broken) this.stopLane(lane, step);
    this.pauseFor(this.options.stopConditions.afterSeconds(collected.event.seconds));
  }

  /** Pauses with a sentence; null goes on. */
  private pauseFor(reason: string | null): void {
    if (reason === null || !this.isWanted) return;
    const { runId, emit } = this.options;
    emit({ type: 'goalReached', runId, step: this.step, reason });
    this.pause();
  }

  private stopLane(lane: Lane, step: number): void {
    lane.isStopped = true;
    const { runId, emit } = this.options;
    const index = this.network.lanes.indexOf(lane);
    emit({ type: 'laneStopped', runId, lane: index, step, reason: this.explain(lane, step) });
    if (!this.network.lanes.every(({ isStopped }) => isStopped)) return;
    this.evaluation = null;
    this.stop();
  }

  private explain(lane: Lane, step: number): string {
    const rate = this.network.learningRateOf(this.network.lanes.indexOf(lane), step);
    const cure =
      lane.summary.normalization === 'none'
        ? 'A smaller learning rate or a normalisation would help.'
        : 'A smaller learning rate would help.';
    return (
      `The loss of lane ${lane.summary.name} (${lane.summary.normalization}) was no longer a finite number at step ${step}: ` +
      `the weights grew without bound at learning rate ${Number(rate.toPrecision(3))}. ${cure}`
    );
  }

  /** Goes on with the evaluation under way until it is done or a pause is asked for. */
  private async evaluateBatches(): Promise<void> {
    const evaluation = this.evaluation!;
    const { network, options } = this;
    while (evaluation.batch < network.testBatches) {
      if (!this.hasWork) return;
      network.submitEvaluation(evaluation.batch++);
      await this.work.waitForRoom(this.metrics.msPerStep);
    }
    const results = await network.readEvaluation();
    const answers = await network.readAnswers();
    this.work.forget();
    this.evaluation = null;
    const { step } = evaluation;
    const lanes = results.map(
      (result, index) => result && { ...result, confusion: this.confusion(answers[index]!) },
    );
    this.tested = { evaluation: { step, lanes }, answers };
    options.emit({
      type: 'evaluation',
      runId: options.runId,
      step,
      laneSteps: network.lanes.map(({ step }) => step),
      lanes,
    });
    await this.keepSnapshot();
    const names = network.lanes.map(({ summary }) => summary.name);
    this.pauseFor(options.stopConditions.afterEvaluation(lanes, names));
  }

  private confusion(answers: Uint32Array): Uint32Array<ArrayBuffer> {
    return confusionMatrix(this.network.dataset.test.labels, answers, this.network.classes);
  }

  /** Copies the state as it is after the steps submitted, for a loss of the device or an export. */
  keepSnapshot(): Promise<Snapshot> {
    // One at a time: a copy that waits for another's buffer would show a later step than it says.
    const kept = this.keeping
      .catch(() => null)
      .then(async () => {
        const ms = (this.options.snapshot?.ms ?? 0) + this.clock.ms;
        const { lanes } = this.network;
        const isEvaluationDue = this.evaluation !== null;
        this.snapshot = await this.network.guard(
          takeSnapshot(lanes, { step: this.step, ms, isEvaluationDue, tested: this.tested }),
        );
        this.lastSnapshotMs = this.clock.ms;
        const { timeline, emit, runId } = this.options;
        timeline.add(this.snapshot);
        emit({ type: 'checkpoints', runId, steps: timeline.steps });
        return this.snapshot;
      });
    this.keeping = kept;
    return kept;
  }

  /** Ends the run with a sentence. */
  fail(message: string): void {
    if (this.isStopping || this.network.isLost) return;
    this.options.emit({ type: 'error', runId: this.options.runId, message });
    this.stop();
  }

  /** The device is gone: nothing more can be read, and the session says what happened. */
  markLost(): void {
    this.wasRunning = this.status === 'running';
    this.pause();
    this.clock.stop();
    this.setStatus('lost');
  }

  private setStatus(status: SessionStatus): void {
    this.status = status;
    this.options.emit({ type: 'status', runId: this.options.runId, status, step: this.step });
  }
}
