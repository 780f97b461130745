import { parseSafetensors, writeSafetensors, type SafetensorsTensor } from '../data/safetensors.ts';
import { UserError } from '../util/assert.ts';
import type { Snapshot } from './snapshot.ts';

/** A run's state in a file: with it, a process that was interrupted goes on bit by bit as if it had not been. */
export interface StateFile {
  readonly snapshot: Snapshot;
  /** Whatever the writer wants back; a JSON value. */
  readonly notes: unknown;
}

const lanePrefix = 'lane';

/**
 * A snapshot as a safetensors file of bytes, as they lie on the GPU. Unlike the file of `exportLane` it is for this
 * program alone: it holds the optimizer's memory, and the layout is the engine's.
 */
export function writeState({ snapshot, notes }: StateFile): Uint8Array<ArrayBuffer> {
  const { lanes, ...position } = snapshot;
  const tensors = lanes.flatMap(({ buffers }, lane) =>
    buffers.map((buffer, index): [string, SafetensorsTensor] => [
      `${lanePrefix}.${lane}.${index}`,
      { dtype: 'U8', shape: [buffer.byteLength], data: new Uint8Array(buffer) },
    ]),
  );
  const states = lanes.map(({ isStopped, step, ms }) => ({ isStopped, step, ms }));
  return writeSafetensors(tensors, {
    position: JSON.stringify({ ...position, tested: null }),
    lanes: JSON.stringify(states),
    notes: JSON.stringify(notes),
  });
}

/** @throws UserError when the file is damaged or no state of a run. */
export function readState(bytes: Uint8Array, fileName: string): StateFile {
  const { metadata, tensors } = parseSafetensors(bytes, fileName);
  const part = (name: string): unknown => {
    try {
      return JSON.parse(metadata[name] ?? '');
    } catch {
      throw new UserError(`${fileName} holds weights, but not the state of a run: it has no ${name}.`);
    }
  };
  const buffersOf = (lane: number) =>
    [...tensors]
      .filter(([name]) => name.startsWith(`${lanePrefix}.${lane}.`))
      .map(([, { data }]) => data.buffer as ArrayBuffer);
  const states = part('lanes') as readonly Omit<Snapshot['lanes'][number], 'buffers'>[];
  return {
    notes: part('notes'),
    snapshot: {
      ...(part('position') as Omit<Snapshot, 'lanes'>),
      lanes: states.map((state, lane) => ({ ...state, buffers: buffersOf(lane) })),
    },
  };
}
