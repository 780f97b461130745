import type { Lane } from './lanes.ts';
import type { Network } from './network.ts';

/** The state of a run between two steps, on the CPU. With the configuration it is all that a run needs to go on. */
export interface Snapshot {
  /** Steps taken. */
  readonly step: number;
  /** Milliseconds of training so far. */
  readonly ms: number;
  readonly lanes: readonly LaneSnapshot[];
}

export interface LaneSnapshot {
  readonly isStopped: boolean;
  /** Contents of {@link stateBuffers}. */
  readonly buffers: readonly ArrayBuffer[];
}

/** The buffers that make up a lane's state: parameters, running statistics, the optimizer's memory. */
export function stateBuffers({ executor }: Lane): GPUBuffer[] {
  const { parameter, state, moments } = executor;
  return [parameter, state, ...Object.values(moments)];
}

/** Copies every lane's state to the CPU, as it is after the steps submitted so far. */
export async function takeSnapshot(
  { lanes, stateReader }: Pick<Network, 'lanes' | 'stateReader'>,
  position: { readonly step: number; readonly ms: number },
): Promise<Snapshot> {
  const contents = await stateReader.read();
  let first = 0;
  return {
    ...position,
    lanes: lanes.map((lane) => {
      const buffers = contents.slice(first, (first += stateBuffers(lane).length));
      return { isStopped: lane.isStopped, buffers };
    }),
  };
}

/** Writes a snapshot back into lanes of the same configuration. */
export function restoreSnapshot(device: GPUDevice, lanes: readonly Lane[], snapshot: Snapshot): void {
  lanes.forEach((lane, index) => {
    const saved = snapshot.lanes[index]!;
    lane.isStopped = saved.isStopped;
    stateBuffers(lane).forEach((buffer, i) => device.queue.writeBuffer(buffer, 0, saved.buffers[i]!));
  });
}
