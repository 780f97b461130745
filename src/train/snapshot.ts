import type { Lane } from './lanes.ts';

/** The state of a run between two steps, on the CPU. With the configuration it is all that a run needs to go on. */
export interface Snapshot {
  /** Steps taken, by the lane that took most. */
  readonly step: number;
  /** Milliseconds of training so far. */
  readonly ms: number;
  readonly lanes: readonly LaneSnapshot[];
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
  position: { readonly step: number; readonly ms: number },
): Promise<Snapshot> {
  const states = lanes.map(({ isStopped, step, ms }) => ({ isStopped, step, ms }));
  // All copies are submitted before the first is waited for, so that they show one moment.
  const buffers = await Promise.all(lanes.map(({ stateReader }) => stateReader.read()));
  return {
    ...position,
    lanes: states.map((state, index) => ({ ...state, buffers: buffers[index]! })),
  };
}

/** Writes a snapshot back into lanes of the same configuration. */
export function restoreSnapshot(device: GPUDevice, lanes: readonly Lane[], snapshot: Snapshot): void {
  lanes.forEach((lane, index) => {
    const saved = snapshot.lanes[index]!;
    lane.isStopped = saved.isStopped;
    lane.step = saved.step;
    lane.ms = saved.ms;
    lane.stateBuffers.forEach((buffer, i) => device.queue.writeBuffer(buffer, 0, saved.buffers[i]!));
  });
}
