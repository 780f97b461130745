import { ringValues } from '../nn/graphs.ts';
import { ringSlots, type Lane } from './lanes.ts';
import type { LaneMetrics, MetricsEvent } from './events.ts';
import type { StagedReader } from '../gpu/stagedReader.ts';

/** Where the run stands when a stretch of metrics is read. */
export interface Position {
  readonly runId: number;
  readonly batchSize: number;
  readonly ms: () => number;
  readonly learningRate: (lane: number, step: number) => number;
}

/** Reads the lanes' metrics rings, at most one stretch at a time, and finds losses that are not finite. */
export class MetricsCollector {
  /** Per lane, steps whose metrics have been told. */
  private readonly told: number[];
  msPerStep = NaN;
  private readonly lanes: readonly Lane[];
  private readonly reader: StagedReader;
  private readonly position: Position;
  private lastMs: number;

  constructor(lanes: readonly Lane[], reader: StagedReader, position: Position) {
    this.lanes = lanes;
    this.reader = reader;
    this.position = position;
    this.told = lanes.map(({ step }) => step);
    this.lastMs = position.ms();
  }

  get isBusy(): boolean {
    return this.reader.isBusy;
  }

  /** Steps that may be taken before unread slots of a ring are written over. */
  get room(): number {
    return Math.min(...this.lanes.map(({ step }, i) => this.told[i]! + ringSlots - step));
  }

  /**
   * The stretch from the last one up to the steps submitted so far; null when the leading lane took none. Lanes whose
   * loss was not finite are named with their step at which that happened.
   */
  async collect(): Promise<{ event: MetricsEvent; broken: readonly { lane: Lane; step: number }[] } | null> {
    const taken = this.lanes.map(({ step }) => step);
    const rings = (await this.reader.read()).map((ring) => new Float32Array(ring));
    const leading = taken.indexOf(Math.max(...taken));
    const leadingCount = taken[leading]! - this.told[leading]!;
    if (leadingCount <= 0) return null;
    const { runId, batchSize, learningRate } = this.position;
    const broken: { lane: Lane; step: number }[] = [];
    const lanes = this.lanes.map((lane, index): LaneMetrics => {
      const firstStep = this.told[index]!;
      const steps = Array.from({ length: taken[index]! - firstStep }, (_, i) => firstStep + i);
      const at = (offset: number) => (slot: number) =>
        rings[index]![(slot % ringSlots) * ringValues + offset]!;
      const losses = Float32Array.from(steps, at(0));
      const accuracies = Float32Array.from(steps, (step) => at(1)(step) / batchSize);
      // From the first bad loss on a lane has nothing more to say, whatever its ring still holds.
      const bad = lane.isStopped ? 0 : losses.findIndex((loss) => !Number.isFinite(loss));
      if (bad >= 0) {
        losses.fill(NaN, bad);
        accuracies.fill(NaN, bad);
        if (!lane.isStopped) broken.push({ lane, step: firstStep + bad });
      }
      const learningRates = Float32Array.from(steps, (step) => learningRate(index, step));
      return { firstStep, losses, accuracies, learningRates, gpuMsPerStep: lane.gpuMsPerStep };
    });
    const ms = this.position.ms();
    this.msPerStep = Math.max(ms - this.lastMs, 1e-3) / leadingCount;
    this.lastMs = ms;
    taken.forEach((step, index) => (this.told[index] = step));
    const { firstStep, learningRates } = lanes[leading]!;
    const event: MetricsEvent = {
      type: 'metrics',
      runId,
      firstStep,
      lanes,
      learningRates,
      seconds: ms / 1000,
      imagesPerSecond: (1000 * batchSize) / this.msPerStep,
      msPerStep: this.msPerStep,
    };
    return { event, broken };
  }
}
