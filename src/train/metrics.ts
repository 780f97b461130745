import { ringValues } from '../nn/graphs.ts';
import { ringSlots, type Lane } from './lanes.ts';
import type { LaneMetrics, MetricsEvent } from './events.ts';
import type { StagedReader } from './stagedReader.ts';

/** Where the run stands when a stretch of metrics is read. */
export interface Position {
  readonly runId: number;
  /** Steps taken before. */
  readonly firstStep: number;
  readonly batchSize: number;
  readonly ms: () => number;
  readonly learningRate: (step: number) => number;
}

/** Reads the lanes' metrics rings, at most one stretch at a time, and finds losses that are not finite. */
export class MetricsCollector {
  /** Steps whose metrics have been told. */
  told: number;
  msPerStep = NaN;
  private readonly lanes: readonly Lane[];
  private readonly reader: StagedReader;
  private readonly position: Position;
  private lastMs: number;

  constructor(lanes: readonly Lane[], reader: StagedReader, position: Position) {
    this.lanes = lanes;
    this.reader = reader;
    this.position = position;
    this.told = position.firstStep;
    this.lastMs = position.ms();
  }

  get isBusy(): boolean {
    return this.reader.isBusy;
  }

  /** Steps that may be taken before unread slots of the ring are written over. */
  room(step: number): number {
    return this.told + ringSlots - step;
  }

  /**
   * The stretch from the last one up to `step`, the number of steps submitted so far; null when there is none.
   * Lanes whose loss was not finite are named with the step at which that happened.
   */
  async collect(
    step: number,
  ): Promise<{ event: MetricsEvent; broken: readonly { lane: Lane; step: number }[] } | null> {
    const rings = (await this.reader.read()).map((ring) => new Float32Array(ring));
    const firstStep = this.told;
    const count = step - firstStep;
    if (count <= 0) return null;
    const { runId, batchSize, learningRate } = this.position;
    const steps = Array.from({ length: count }, (_, i) => firstStep + i);
    const broken: { lane: Lane; step: number }[] = [];
    const lanes = this.lanes.map((lane, index): LaneMetrics => {
      const at = (offset: number) => (slot: number) =>
        rings[index]![(slot % ringSlots) * ringValues + offset]!;
      const losses = Float32Array.from(steps, at(0));
      const accuracies = Float32Array.from(steps, (taken) => at(1)(taken) / batchSize);
      // From the first bad loss on a lane has nothing more to say, whatever its ring still holds.
      const bad = lane.isStopped ? 0 : losses.findIndex((loss) => !Number.isFinite(loss));
      if (bad >= 0) {
        losses.fill(NaN, bad);
        accuracies.fill(NaN, bad);
        if (!lane.isStopped) broken.push({ lane, step: firstStep + bad });
      }
      return {
        firstStep,
        losses,
        accuracies,
        learningRates: Float32Array.from(steps, learningRate),
        gpuMsPerStep: lane.gpuMsPerStep,
      };
    });
    const ms = this.position.ms();
    this.msPerStep = Math.max(ms - this.lastMs, 1e-3) / count;
    this.lastMs = ms;
    this.told = step;
    const event: MetricsEvent = {
      type: 'metrics',
      runId,
      firstStep,
      lanes,
      learningRates: Float32Array.from(steps, learningRate),
      seconds: ms / 1000,
      imagesPerSecond: (1000 * batchSize) / this.msPerStep,
      msPerStep: this.msPerStep,
    };
    return { event, broken };
  }
}
