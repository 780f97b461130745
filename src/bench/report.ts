import type { Broadcasts } from '../gpu/broadcast.ts';
import type { AdapterDescription } from '../gpu/device.ts';
import type { Phase } from './phases.ts';

/** A median with what it is worth. */
export interface Measured {
  readonly ms: number;
  /** Distance of the quartiles over the median. */
  readonly spread: number;
  readonly samples: number;
  /** Cores that other programs used meanwhile; null where nobody can tell. */
  readonly foreignCores: number | null;
}

export interface LimitsReport {
  /** Multiply-adds from registers, in units of 1e9 floating-point operations a second. */
  readonly fmaGflops: number;
  /** The engine's best square matrix product. */
  readonly gemmGflops: number;
  /** Size of that product. */
  readonly gemmSize: number;
  /** Bytes read and written by a copy, in units of 1e9 a second. */
  readonly copyGBps: number;
  readonly foreignCores: number | null;
}

export interface KernelReport {
  /** Name of the operation. */
  readonly name: string;
  /** The model and variant it was taken from. */
  readonly network: string;
  readonly shape: string;
  /** How often a training step runs it. */
  readonly count: number;
  readonly ms: number;
  /** null where an operation moves data rather than multiplies. */
  readonly gflops: number | null;
  readonly fractionOfFma: number | null;
  /** Its inputs and its output, each counted once. */
  readonly gbps: number;
  readonly fractionOfCopy: number | null;
}

export interface StepReport extends Measured {
  readonly name: string;
  readonly title: string;
  readonly batchSize: number;
  /** null for single operations. */
  readonly imagesPerSecond: number | null;
  readonly gflops: number | null;
  readonly fractionOfFma: number | null;
  readonly dispatches: number;
  readonly passes: number;
  readonly submits: number;
  /** Buffers and bind groups made by the third step: none, if all is made beforehand. */
  readonly buffersMade: number;
  readonly bindGroupsMade: number;
  /** All buffers, data and weights included. */
  readonly bufferBytes: number;
  /** Intermediate tensors with their memory shared by lifetime, and without. */
  readonly plannedBytes: number;
  readonly unplannedBytes: number;
  /** From the model's description to its first loss: graph, gradients, compiling every kernel, one step. */
  readonly firstStepMs: number;
  /** Losses of the first steps, to compare with other engines; for operations, sum and sum of magnitudes. */
  readonly losses: readonly number[];
}

export interface DeconvolutionReport {
  readonly name: string;
  readonly title: string;
  readonly batchSize: number;
  readonly blockSize: number;
  readonly batchNormMs: number;
  readonly deconvMs: number;
  readonly ratio: number;
  readonly batchNormSpread: number;
  readonly deconvSpread: number;
  readonly samples: number;
  readonly foreignCores: number | null;
  readonly dispatches: number;
  /** Milliseconds of the deconvolution step by what they are spent on. */
  readonly phasesMs: Readonly<Record<Phase, number>>;
  /** How the phases were told apart: the GPU's clock, or each phase's dispatches run for themselves. */
  readonly phasesBy: 'timestamps' | 'parts';
  /** Sum of the phases over the whole step: 1 where they add up. */
  readonly phasesShare: number;
}

/** Cost of keeping each step's loss in a ring on the GPU that is read a few times a second, as training does. */
export interface LoggingReport {
  readonly name: string;
  readonly msWithout: number;
  readonly msWith: number;
  /** Median of the ratios of samples taken one after the other. */
  readonly ratio: number;
  /** Distance of the quartiles of those ratios, over their median. */
  readonly spread: number;
  readonly samples: number;
  /** Losses that were read, one for every step. */
  readonly losses: number;
  readonly foreignCores: number | null;
}

export interface BenchmarkReport {
  readonly adapter: AdapterDescription & {
    readonly subgroupSize: number | null;
    readonly broadcasts: Broadcasts;
    readonly timestamps: boolean;
  };
  readonly limits: LimitsReport | null;
  readonly kernels: readonly KernelReport[];
  readonly steps: readonly StepReport[];
  readonly deconvolution: readonly DeconvolutionReport[];
  readonly logging: LoggingReport | null;
  /** ISO 8601. */
  readonly date: string;
  /** Where it ran: Node or browser, and its version. */
  readonly runtime: string;
  readonly quick: boolean;
  readonly seconds: number;
  /** What a reader of the numbers must know: foreign load, workloads left out. */
  readonly notes: readonly string[];
}
