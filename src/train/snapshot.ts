import { UserError } from '../util/assert.ts';
import type { Evaluation } from './events.ts';
import type { Lane } from './lanes.ts';

/** The state of a run between two steps, on the CPU. With the configuration it is all that a run needs to go on. */
export interface Snapshot {
  /** Steps taken, by the lane that took most. */
  readonly step: number;
  /** Milliseconds of training so far. */
  readonly ms: number;
  /** Whether the test set was still to be evaluated after `step`: the run that goes on does it first. */
  readonly isEvaluationDue: boolean;
  /** What the last evaluation before found; null before the first, and where the state was read from a file. */
  readonly tested: Tested | null;
  readonly lanes: readonly LaneSnapshot[];
}

/** What an evaluation of the test set found. */
export interface Tested {
  readonly evaluation: Evaluation;
  /** By lane, the class given to each test image; null for a stopped lane. */
  readonly answers: readonly (Uint32Array | null)[];
}

export interface LaneSnapshot {
  readonly isStopped: boolean;
  /** Steps taken by this lane, and the milliseconds they take by themselves. */
  readonly step: number;
  readonly ms: number;
  /** Contents of {@link Lane.stateBuffers}. */
  readonly buffers: readonly ArrayBuffer[];
}

/** Copies every lane's state to the CPU, as it is after the steps submitted so far. */
export async function takeSnapshot(
  lanes: readonly Lane[],
  position: Omit<Snapshot, 'lanes'>,
): Promise<Snapshot> {
  const states = lanes.map(({ isStopped, step, ms }) => ({ isStopped, step, ms }));
  // All copies are submitted before the first is waited for, so that they show one moment.
  const buffers = await Promise.all(lanes.map(({ stateReader }) => stateReader.read()));
  return {
    ...position,
    lanes: states.map((state, index) => ({ ...state, buffers: buffers[index]! })),
  };
}

/** What is told of a run that is taken back to a snapshot. */
export function toldOf({ step, tested, lanes }: Snapshot) {
  return { step, evaluation: tested?.evaluation ?? null, stopped: lanes.map(({ isStopped }) => isStopped) };
}

/**
 * Writes a snapshot back into lanes of the same configuration.
 *
 * @throws UserError when it is of another network.
 */
export function restoreSnapshot(device: GPUDevice, lanes: readonly Lane[], snapshot: Snapshot): void {
  lanes.forEach((lane, index) => {
    const saved = snapshot.lanes[index];
    const sizes = (buffers: readonly { readonly size: number }[]) =>
      buffers.map(({ size }) => size).join(', ');
    const own = sizes(lane.stateBuffers);
    const given = sizes((saved?.buffers ?? []).map(({ byteLength }) => ({ size: byteLength })));
    if (!saved || own !== given)
      throw new UserError(
        `The saved state of lane ${lane.summary.name} is of another network: its buffers have ${given || 'no'} bytes, ` +
          `those of the run ${own}.`,
      );
    lane.isStopped = saved.isStopped;
    lane.step = saved.step;
    lane.ms = saved.ms;
    lane.stateBuffers.forEach((buffer, i) => device.queue.writeBuffer(buffer, 0, saved.buffers[i]!));
  });
}
