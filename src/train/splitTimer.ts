import { timeByCompletion, type EncodePass, type PassClock } from '../gpu/timing.ts';
import type { LiveSettings } from './config.ts';
import { stepParts, type SessionEvent, type StepSplit } from './events.ts';
import type { Lane } from './lanes.ts';
import type { Network } from './network.ts';
import { StepTimes } from './stepTimes.ts';

/** Measured steps may cost training this share of its time. */
const splitShare = 0.002;
/** Milliseconds between two measured steps at least. */
const minIntervalMs = 2000;

const programParts = ['forward', 'backward', 'optimizer'] as const;

/** What is known of a lane's steps. */
interface Known {
  readonly times: Readonly<Record<(typeof stepParts)[number], StepTimes>>;
  /** `performance.now()` at which a step is measured again. */
  dueAt: number;
}

/**
 * Measures now and then where the time of a step goes. A measured step is a step of training like any other, the same
 * dispatches in the same order, but in passes of their own; it costs the wait for an empty queue.
 */
export class SplitTimer {
  private readonly network: Network;
  private readonly tell: { readonly runId: number; readonly emit: (event: SessionEvent) => void };
  private readonly known: ReadonlyMap<Lane, Known>;
  /** The GPU's own, where it tells the time. */
  private clock: PassClock | null;

  constructor(network: Network, tell: SplitTimer['tell']) {
    this.network = network;
    this.tell = tell;
    this.clock = network.passClock;
    this.known = new Map(
      network.lanes.map((lane) => {
        const [data, forward, backward, optimizer] = stepParts.map(() => new StepTimes());
        const times = { data: data!, forward: forward!, backward: backward!, optimizer: optimizer! };
        return [lane, { times, dueAt: -Infinity }];
      }),
    );
  }

  /** Each kind of step once, after it was timed as a whole; all of them again as often as {@link splitShare} allows. */
  isDue(lanes: readonly Lane[]): boolean {
    const now = performance.now();
    return lanes.some((lane) => {
      const { times, dueAt } = this.known.get(lane)!;
      return lane.hasTiming(lane.step) && (now >= dueAt || !times.forward.has(lane.programOf(lane.step)));
    });
  }

  /** Takes step `step` of `lanes`, with the queue empty, and tells what took how long. */
  async take(lanes: readonly Lane[], step: number, settings: LiveSettings): Promise<void> {
    const { network } = this;
    const { device, batches } = network;
    const start = performance.now();
    network.writeStep(step, settings);
    const passes: EncodePass[] = [
      (pass) => batches.encodeTrain(pass),
      ...lanes.flatMap((lane) =>
        programParts.map((part) => (pass: GPUComputePassEncoder) => lane.encodePart(pass, step, part)),
      ),
    ];
    const timed = this.clock ? this.clock.time(passes) : timeByCompletion(device, passes);
    const ms = await network.guard(timed);
    if (!ms) {
      // The step is taken all the same; the next one is timed in the other way.
      this.clock = null;
      return;
    }
    const [data, ...parts] = ms;
    const now = performance.now();
    const lostMs = Math.max(1, now - start - ms.reduce((sum, part) => sum + part, 0));
    lanes.forEach((lane, index) => {
      const known = this.known.get(lane)!;
      const program = lane.programOf(step);
      known.times.data.add(program, data!);
      programParts.forEach((part, i) => known.times[part].add(program, parts[3 * index + i]!));
      known.dueAt = now + Math.max(minIntervalMs, lostMs / splitShare);
    });
    const { emit, runId } = this.tell;
    const by = this.clock ? 'timestamps' : 'completion';
    emit({ type: 'stepSplit', runId, step, by, lanes: network.lanes.map((lane) => this.splitOf(lane)) });
  }

  private splitOf(lane: Lane): StepSplit | null {
    const { times } = this.known.get(lane)!;
    const mean = (part: (typeof stepParts)[number]) => times[part].mean(lane.programsAhead);
    const split = {
      data: mean('data'),
      forward: mean('forward'),
      backward: mean('backward'),
      optimizer: mean('optimizer'),
    };
    return stepParts.some((part) => split[part] > 0) ? split : null;
  }
}
