import type { LiveSettings, TrainConfig } from '../train/config.ts';
import type { DeliveryEvent, SessionEvent } from '../train/events.ts';
import type { BeforeAfter } from '../train/probes/matrixView.ts';
import type { Lanes, ProbeRequest } from '../train/probes/probe.ts';
import type { Answer, Question } from '../train/questions.ts';
import type { DroppedFile } from '../train/sessionData.ts';

export type { LiveSettings } from '../train/config.ts';

/** Page -> worker. `runId` names the run a command belongs to; commands of an older run are ignored. */
export type Command =
  /**
   * Builds the networks and stays paused before step 0. `files`: dropped on the page; `mirrors`: addresses of folders
   * that the user names as sources of data sets; `isAnew`: the data set is loaded even where it is at hand, for a rest
   * of it that did not come.
   */
  | {
      readonly type: 'start';
      readonly runId: number;
      readonly config: TrainConfig;
      readonly files?: readonly DroppedFile[];
      readonly mirrors?: readonly string[];
      readonly isAnew?: boolean;
    }
  | { readonly type: 'play'; readonly runId: number }
  | { readonly type: 'pause'; readonly runId: number }
  /** Takes `steps` steps and pauses. */
  | { readonly type: 'advance'; readonly runId: number; readonly steps: number }
  /** Takes so many steps a second at most, from now on and in later runs; null is full speed. */
  | { readonly type: 'pace'; readonly runId: number; readonly stepsPerSecond: number | null }
  | { readonly type: 'change'; readonly runId: number; readonly settings: LiveSettings }
  | { readonly type: 'stop'; readonly runId: number }
  /** Ends the download of data files; training goes on with the images that are there. */
  | { readonly type: 'cancelData'; readonly runId: number }
  /** Takes the run back to a checkpoint and pauses there. */
  | { readonly type: 'rewind'; readonly runId: number; readonly step: number }
  /** Looks at something inside the networks from now on, in `probe` events of this `watchId`; null at nothing. */
  | {
      readonly type: 'look';
      readonly runId: number;
      readonly watchId: number;
      readonly request: ProbeRequest | null;
    }
  /** Answered by an `answer` or a `refused` of the same `requestId`. */
  | { readonly type: 'ask'; readonly runId: number; readonly requestId: number; readonly question: Question };

/** Matrices of a look as the GPU drew them, each to be shown or closed once; null for a lane that is not looked at. */
export interface PicturesEvent {
  readonly type: 'pictures';
  readonly runId: number;
  readonly watchId: number;
  readonly lanes: Lanes<BeforeAfter<ImageBitmap>>;
}

/** Worker -> page. */
export type Event =
  | SessionEvent
  | DeliveryEvent
  | PicturesEvent
  | { readonly type: 'answer'; readonly runId: number; readonly requestId: number; readonly answer: Answer }
  /** A question cannot be answered; `message` is a sentence. */
  | {
      readonly type: 'refused';
      readonly runId: number;
      readonly requestId: number;
      readonly message: string;
    };
