import { createStore, type StoreApi } from 'zustand/vanilla';
import type { AdapterDescription } from '../../gpu/device.ts';
import { unreachable } from '../../util/assert.ts';
import type { SessionEvent, SessionStatus } from '../../train/events.ts';
import type { DeliveryEvent, Evaluation, StepSplitEvent } from '../../train/events.ts';
import type { SampleImage } from '../../train/samples.ts';
import type { Event } from '../../worker/protocol.ts';

export type ReadyEvent = Extract<SessionEvent, { type: 'ready' }>;
export type ProgressEvent = Extract<SessionEvent, { type: 'progress' }>;
export type Growth = Extract<SessionEvent, { type: 'grown' }>;
export type LaneStop = Extract<SessionEvent, { type: 'laneStopped' }>;
export type { SampleImage } from '../../train/samples.ts';

export type Intent = 'play' | 'step' | 'epoch';

/** What the worker says of the run. The curves are not here but in `Curves`. */
export interface RunState {
  /** Events of other runs are old news. */
  readonly runId: number;
  /** Moves with every run and whenever one is taken back: what networks answered before is of others. */
  readonly branch: number;
  readonly status: SessionStatus;
  /** What the user asked for before the networks were ready. */
  readonly pending: Intent | null;
  readonly adapter: AdapterDescription | null;
  readonly progress: ProgressEvent | null;
  /** How many of the training images are there. */
  readonly growth: Growth | null;
  /** How far the data files are. */
  readonly delivery: Pick<DeliveryEvent, 'files' | 'notices'> | null;
  readonly ready: ReadyEvent | null;
  /** Steps taken. */
  readonly step: number;
  /** Seconds of training, pauses not counted. */
  readonly seconds: number;
  /** Of one lane; NaN before the first stretch. */
  readonly imagesPerSecond: number;
  readonly msPerStep: number;
  /** Where the time of a step goes; null before it was measured. */
  readonly split: StepSplitEvent | null;
  readonly laneStops: readonly LaneStop[];
  /** Steps to which the run can be taken back. */
  readonly checkpoints: readonly number[];
  /** The last evaluation of the test set. */
  readonly evaluation: Evaluation | null;
  /** Why the run paused by itself, until it goes on. */
  readonly goal: string | null;
  readonly error: string | null;
  /** The last loss of the device in this run; the worker builds the networks again by itself. */
  readonly lost: { readonly step: number; readonly reason: string } | null;
  readonly samples: readonly SampleImage[];
  /** The worker itself is gone; the next start opens another. */
  readonly hasCrashed: boolean;
  /**
   * A recorded run is shown: `preview` until the user asks for a run of their own; `only` where none can be had, and
   * the transport drives the recording.
   */
  readonly replay: Replay | null;
  /** Why networks cannot be trained on this device at all; null as far as is known. */
  readonly noGpu: NoGpuReason | null;
}

/** `insecure`: WebGPU exists only on https and localhost. `missing`: no `navigator.gpu`. `noAdapter`: none is offered. */
export type NoGpuReason = 'insecure' | 'missing' | 'noAdapter';

export interface Replay {
  readonly kind: 'preview' | 'only';
  /** Day of the recording. */
  readonly made: string;
}

export type RunStore = StoreApi<RunState>;

const beforeStart = {
  status: 'preparing',
  pending: null,
  progress: null,
  growth: null,
  delivery: null,
  ready: null,
  step: 0,
  seconds: 0,
  imagesPerSecond: NaN,
  msPerStep: NaN,
  split: null,
  laneStops: [],
  checkpoints: [],
  evaluation: null,
  goal: null,
  error: null,
  hasCrashed: false,
  lost: null,
} as const satisfies Partial<RunState>;

export function createRunStore(): RunStore {
  return createStore<RunState>()(() => ({
    ...beforeStart,
    runId: 0,
    branch: 0,
    adapter: null,
    samples: [],
    replay: null,
    noGpu: null,
  }));
}

/** The state of a new run that is being prepared. Samples stay until the new ones come. */
export function newRun({ adapter, samples, runId, branch, noGpu, replay }: RunState): RunState {
  // The adapter of a recording is not that of this device.
  const known = { adapter: replay ? null : adapter, samples, noGpu, replay: null };
  return { ...beforeStart, ...known, runId: runId + 1, branch: branch + 1 };
}

/** The state after an event. Pure; an event of another run changes nothing. */
export function reduceRun(state: RunState, event: Event): RunState {
  if (event.runId !== state.runId) return state;
  switch (event.type) {
    case 'adapter':
      return { ...state, adapter: event.adapter };
    case 'progress':
      return { ...state, progress: event };
    case 'grown':
      return { ...state, growth: event };
    case 'delivery':
      return { ...state, delivery: event };
    case 'ready':
      return { ...state, ready: event, progress: null };
    case 'status':
      return {
        ...state,
        status: event.status,
        step: event.step,
        pending: event.status === 'preparing' ? state.pending : null,
        goal: event.status === 'running' ? null : state.goal,
      };
    case 'metrics':
      return {
        ...state,
        step: event.firstStep + event.learningRates.length,
        seconds: event.seconds,
        imagesPerSecond: event.imagesPerSecond,
        msPerStep: event.msPerStep,
      };
    case 'stepSplit':
      return { ...state, split: event };
    case 'evaluation':
      return { ...state, evaluation: event };
    case 'checkpoints':
      return { ...state, checkpoints: event.steps };
    case 'rewound':
      // Lanes that stopped later go on, and what was told of later steps did not happen.
      return {
        ...state,
        branch: state.branch + 1,
        step: event.step,
        laneStops: state.laneStops.filter(({ lane }) => event.stopped[lane]),
        evaluation: event.evaluation,
        goal: null,
      };
    case 'goalReached':
      return { ...state, goal: event.reason };
    case 'laneStopped':
      return { ...state, laneStops: [...state.laneStops.filter(({ lane }) => lane !== event.lane), event] };
    case 'deviceLost':
      return { ...state, status: 'lost', step: event.step, lost: event };
    case 'error':
      return { ...state, status: 'stopped', error: event.message, progress: null, pending: null };
    case 'answer':
      return event.answer.type === 'samples' ? { ...state, samples: event.answer.images } : state;
    case 'refused':
    case 'probe':
    case 'pictures':
    case 'probeFailed':
      return state;
    default:
      return unreachable(event);
  }
}

/** What the transport shows: a run that is about to play counts as playing. */
export function isPlaying({ status, pending, replay }: RunState): boolean {
  // While a preview plays, Play still waits to be pressed.
  if (replay?.kind === 'preview') return false;
  return status === 'running' || (status === 'preparing' && pending === 'play');
}

/** Epochs done, with their fraction. */
export function epochsDone({ step, ready }: RunState): number {
  return ready ? step / ready.stepsPerEpoch : 0;
}
