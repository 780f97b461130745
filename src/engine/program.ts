import type { TensorType } from './tensor.ts';

/**
 * The buffer a binding lies in: one of the planned slots, a flat buffer of the model, or a buffer the caller
 * provides by name.
 */
export type BufferName =
  `slot:${number}` | 'parameter' | 'state' | 'gradient' | MomentName | `external:${string}`;

/** The optimizer's memory: flat buffers with the ranges of `parameter`, zero at the start. */
export type MomentName = 'firstMoment' | 'secondMoment';

/** A range of a buffer, in bytes. */
export interface Location {
  readonly buffer: BufferName;
  readonly offset: number;
  readonly bytes: number;
}

export interface ProgramBinding extends Location {
  /** The binding's name in the WGSL file. */
  readonly name: string;
  readonly access: 'read' | 'write';
}

/** What a training step is made of, in this order. */
export type ProgramPart = 'forward' | 'backward' | 'optimizer';

export interface ProgramDispatch {
  readonly part: ProgramPart;
  readonly kernel: string;
  readonly constants: Readonly<Record<string, number>>;
  readonly bindings: readonly ProgramBinding[];
  readonly workgroups: readonly [number, number, number];
  /** Name of the op it came from, for timings and errors. */
  readonly op: string;
}

/** What the executor runs: pure data. */
export interface Program {
  readonly dispatches: readonly ProgramDispatch[];
  /** Size of each slot, largest first. Programs that never run at the same time may share slots. */
  readonly slotBytes: readonly number[];
  /** Least size of each external buffer. */
  readonly externalBytes: Readonly<Record<string, number>>;
  /** Tensors that hold their value after the last dispatch. */
  readonly outputs: Readonly<Record<string, TensorType & Location>>;
  /** Sum of all intermediate tensors, planned as if none shared memory; compare with the sum of `slotBytes`. */
  readonly unplannedBytes: number;
}
