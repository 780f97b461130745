import type { FileProgress } from '../data/delivery/deliver.ts';
import type { AdapterDescription } from '../gpu/device.ts';
import type { LayerSummary, ProbeResult } from './probes/probe.ts';
import type { Normalization, TrainConfig } from './config.ts';

/** A lane as built. */
export interface LaneSummary {
  /** A, B, C or D. */
  readonly name: string;
  readonly normalization: Normalization;
  /** Trainable values, padding not counted. */
  readonly parameters: number;
  readonly dispatchesPerStep: number;
  readonly bufferBytes: number;
}

/** What a lane scored on the test set. */
export interface TestResult {
  readonly loss: number;
  /** Share of test images classified rightly, 0 to 1. */
  readonly accuracy: number;
}

export interface LaneEvaluation extends TestResult {
  /** [classes, classes] counts of test images: row = true class, column = answer. */
  readonly confusion: Uint32Array<ArrayBuffer>;
}

export interface Evaluation {
  readonly step: number;
  /** Null for a stopped lane. */
  readonly lanes: readonly (LaneEvaluation | null)[];
}

export interface LaneMetrics {
  /** The lane's own number of the first step in this stretch; lanes run apart only where time is what is equal. */
  readonly firstStep: number;
  readonly losses: Float32Array;
  /** Share of the batch classified rightly, before the step's update. */
  readonly accuracies: Float32Array;
  /** Learning rate of each step. */
  readonly learningRates: Float32Array;
  /** GPU time of this lane's part of a step, at the last step that was timed; 0 before the first. */
  readonly gpuMsPerStep: number;
}

/**
 * A stretch of training, read from the GPU's metrics ring a few times a second. A session that was rebuilt goes on
 * from its snapshot: a stretch may start before the end of the one before, and then replaces it from `firstStep` on.
 */
export interface MetricsEvent {
  readonly type: 'metrics';
  readonly runId: number;
  /** Number of the first step in this stretch, from 0, of the lane that is farthest. */
  readonly firstStep: number;
  /** Per lane, one value per step; NaN for steps that a stopped lane did not take. */
  readonly lanes: readonly LaneMetrics[];
  /** Learning rate of each step of the lane that is farthest. */
  readonly learningRates: Float32Array;
  /** Seconds of training (pauses not counted) at the end of the stretch. */
  readonly seconds: number;
  /** Images per second of one lane, over the last stretch. */
  readonly imagesPerSecond: number;
  readonly msPerStep: number;
}

/** What a training step spends its time on. `data`: the batch is gathered and augmented, once for all lanes. */
export const stepParts = ['data', 'forward', 'backward', 'optimizer'] as const;

/** Milliseconds of a step by part. */
export type StepSplit = Readonly<Record<(typeof stepParts)[number], number>>;

/** Where the time of a step goes, measured at a step now and then. */
export interface StepSplitEvent {
  readonly type: 'stepSplit';
  readonly runId: number;
  /** Of the step that was measured. */
  readonly step: number;
  /** The GPU's own clock, or when the CPU heard that a part was done. */
  readonly by: 'timestamps' | 'completion';
  /** By lane, over the last measured steps; null before the first. */
  readonly lanes: readonly (StepSplit | null)[];
}

/** What a look inside the networks showed. */
export interface ProbeEvent {
  readonly type: 'probe';
  readonly runId: number;
  readonly watchId: number;
  /** Steps taken before: what is shown is the batch and the weights of the step to come. */
  readonly step: number;
  readonly result: ProbeResult;
  /** Milliseconds that training waited for the look, and milliseconds of computing beside it. */
  readonly lostMs: number;
  readonly analysisMs: number;
  /** Milliseconds to the next look while training goes on, so that looks take at most 5 % of its time. */
  readonly intervalMs: number;
}

export type SessionStatus = 'preparing' | 'paused' | 'running' | 'finished' | 'stopped' | 'lost';

/** What a session tells; worker, page and command line read the same. */
export type SessionEvent =
  | { readonly type: 'adapter'; readonly runId: number; readonly adapter: AdapterDescription }
  /** Progress of preparation, before the first step. */
  | {
      readonly type: 'progress';
      readonly runId: number;
      readonly phase: 'data' | 'pipelines';
      readonly done: number;
      readonly total: number;
    }
  /** More training images have come; `fault` is a sentence when the rest does not. */
  | {
      readonly type: 'grown';
      readonly runId: number;
      /** Training images that are there, and that there will be. */
      readonly count: number;
      readonly total: number;
      readonly fault: string | null;
    }
  | {
      readonly type: 'ready';
      readonly runId: number;
      readonly config: TrainConfig;
      readonly lanes: readonly LaneSummary[];
      readonly totalSteps: number;
      readonly stepsPerEpoch: number;
      readonly trainSize: number;
      readonly testSize: number;
      readonly classes: readonly string[];
      /** Of the images, [C, H, W]. */
      readonly shape: readonly [number, number, number];
      /** The convolutions and linear layers, which all lanes have in the same order. */
      readonly layers: readonly LayerSummary[];
      /** Sentences the user should know: a train set that was cut down, a row that wraps around. */
      readonly notes: readonly string[];
    }
  | { readonly type: 'status'; readonly runId: number; readonly status: SessionStatus; readonly step: number }
  | MetricsEvent
  | StepSplitEvent
  | ProbeEvent
  /** What was asked for cannot be looked at; `message` is a sentence. */
  | {
      readonly type: 'probeFailed';
      readonly runId: number;
      readonly watchId: number;
      readonly message: string;
    }
  | {
      readonly type: 'evaluation';
      readonly runId: number;
      readonly step: number;
      /** Steps that each lane had taken. */
      readonly laneSteps: readonly number[];
      /** Null for a stopped lane. */
      readonly lanes: readonly (LaneEvaluation | null)[];
    }
  /** Steps to which the run can be taken back, ascending. */
  | { readonly type: 'checkpoints'; readonly runId: number; readonly steps: readonly number[] }
  /** The run was taken back to `step`; what was told of later steps did not happen. */
  | {
      readonly type: 'rewound';
      readonly runId: number;
      readonly step: number;
      /** The last one up to there; null before the first. */
      readonly evaluation: Evaluation | null;
      /** By lane, whether it had ended before. */
      readonly stopped: readonly boolean[];
    }
  /** The run pauses because it reached what its user asked for; `reason` is a sentence. */
  | { readonly type: 'goalReached'; readonly runId: number; readonly step: number; readonly reason: string }
  /** One lane ended early, e.g. by a loss that is not finite; `reason` is a sentence. */
  | {
      readonly type: 'laneStopped';
      readonly runId: number;
      readonly lane: number;
      readonly step: number;
      readonly reason: string;
    }
  /** The GPU device was lost; the session can be rebuilt from `step`. */
  | { readonly type: 'deviceLost'; readonly runId: number; readonly step: number; readonly reason: string }
  /** `message` is a sentence fit for the page. */
  | { readonly type: 'error'; readonly runId: number; readonly message: string };

/** How far the files of the data set are, and sentences on what happened to them. Not of a session, but of who fetches for it. */
export interface DeliveryEvent {
  readonly type: 'delivery';
  readonly runId: number;
  readonly files: readonly FileProgress[];
  readonly notices: readonly string[];
}
