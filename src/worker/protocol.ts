import type { LiveSettings, TrainConfig } from '../train/config.ts';
import type { SessionEvent } from '../train/events.ts';
import type { SampleImage } from '../train/samples.ts';
import type { Gallery, TestImage } from '../train/session.ts';

export type { LiveSettings } from '../train/config.ts';

/** Page -> worker. `runId` names the run a command belongs to; commands of an older run are ignored. */
export type Command =
  /** Builds the networks and stays paused before step 0. `files`: dropped data files by name. */
  | {
      readonly type: 'start';
      readonly runId: number;
      readonly config: TrainConfig;
      readonly files?: Readonly<Record<string, ArrayBuffer>>;
    }
  | { readonly type: 'play'; readonly runId: number }
  | { readonly type: 'pause'; readonly runId: number }
  /** Takes `steps` steps and pauses. */
  | { readonly type: 'advance'; readonly runId: number; readonly steps: number }
  | { readonly type: 'change'; readonly runId: number; readonly settings: LiveSettings }
  | { readonly type: 'stop'; readonly runId: number }
  /** Takes the run back to a checkpoint and pauses there. */
  | { readonly type: 'rewind'; readonly runId: number; readonly step: number }
  | Question;

/** What the page asks; each is answered by an event of the same `type` and `requestId`, or by `refused`. */
export type Question = Ask &
  (
    | { readonly type: 'samples'; readonly count: number }
    | { readonly type: 'testImage'; readonly index: number }
    /** Test images that lane `wrong` got wrong and lane `right` right. */
    | { readonly type: 'gallery'; readonly wrong: number; readonly right: number; readonly count: number }
    /** What the lanes make of an image; `pixels`: [H, W, C] bytes of the data set's shape. */
    | { readonly type: 'classify'; readonly pixels: Uint8Array<ArrayBuffer> }
  );

interface Ask {
  readonly runId: number;
  readonly requestId: number;
}

export type Answer = Ask &
  (
    | { readonly type: 'samples'; readonly images: readonly SampleImage[] }
    | ({ readonly type: 'testImage' } & TestImage)
    | ({ readonly type: 'gallery' } & Gallery)
    /** By lane, probabilities of the classes; null for a stopped lane. */
    | { readonly type: 'classify'; readonly lanes: readonly (Float32Array | null)[] }
  );

/** The answer to a question. */
export type AnswerTo<Type extends Question['type']> = Extract<Answer, { readonly type: Type }>;

/** Worker -> page. */
export type Event =
  | SessionEvent
  | Answer
  /** A question cannot be answered; `message` is a sentence. */
  | (Ask & { readonly type: 'refused'; readonly message: string });
