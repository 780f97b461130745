import type { LiveSettings, TrainConfig } from '../train/config.ts';
import type { SessionEvent } from '../train/events.ts';

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
  /** Five images of the training set and their labels, for the page's sample strip. */
  | { readonly type: 'samples'; readonly runId: number; readonly requestId: number; readonly count: number };

/** Worker -> page. */
export type Event =
  | SessionEvent
  | {
      readonly type: 'samples';
      readonly runId: number;
      readonly requestId: number;
      readonly images: readonly {
        readonly width: number;
        readonly height: number;
        readonly channels: number;
        /** [height, width, channels], row-major. */
        readonly pixels: Uint8Array;
        readonly label: string;
      }[];
    };
