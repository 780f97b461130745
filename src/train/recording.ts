import { packArrays, unpackArrays } from '../util/packing.ts';
import type { AdapterDescription } from '../gpu/device.ts';
import { defaultConfig, defaultLane, type TrainConfig } from './config.ts';
import type { LaneEvaluation, MetricsEvent, ProbeEvent, SessionEvent } from './events.ts';
import { compactConfig } from './parse.ts';
import type { ProbeRequest } from './probes/probe.ts';
import type { Answer, Question } from './questions.ts';

export type ReadyEvent = Extract<SessionEvent, { readonly type: 'ready' }>;

/** A run as it was told, by step, so that a page can show it again without a GPU. Steps are numbers of steps taken. */
export interface Recording {
  readonly version: 1;
  /** Day, `2026-11-25`. */
  readonly made: string;
  readonly adapter: AdapterDescription;
  readonly ready: ReadyEvent;
  /** One stretch from the first step to the last. */
  readonly metrics: MetricsEvent;
  readonly evaluations: readonly {
    readonly step: number;
    /** Steps that each lane had taken. */
    readonly laneSteps: readonly number[];
    readonly lanes: readonly (LaneEvaluation | null)[];
  }[];
  readonly answers: readonly {
    readonly step: number;
    readonly question: Question;
    readonly answer: Answer;
  }[];
  readonly looks: readonly {
    readonly step: number;
    readonly request: ProbeRequest;
    readonly event: ProbeEvent;
  }[];
}

export function writeRecording(recording: Recording): string {
  return JSON.stringify(packArrays(recording));
}

/** @throws Error when the text is no recording of this version. */
export function readRecording(text: string): Recording {
  const recording = unpackArrays(JSON.parse(text)) as Recording;
  if (recording.version !== 1)
    throw new Error(`a recording of version ${String(recording.version)} cannot be shown`);
  const { ready, answers } = recording;
  return {
    ...recording,
    ready: { ...ready, config: complete(ready.config) },
    answers: answers.map(({ question, ...rest }) => ({
      ...rest,
      question: question.type === 'describe' ? { ...question, config: complete(question.config) } : question,
    })),
  };
}

/** What can be set today stood at its default then. */
function complete(config: TrainConfig): TrainConfig {
  const lanes = config.lanes.map((lane) => ({ ...defaultLane, ...lane }));
  return { ...defaultConfig, ...config, lanes };
}

/** Questions of the same key have the same answer at the same step. */
export function questionKey(question: Question): string {
  switch (question.type) {
    case 'samples':
      return 'samples';
    case 'testImage':
      return `testImage ${question.index}`;
    case 'classImages':
      return `classImages ${question.label} ${question.count}`;
    case 'imageViews':
      return `imageViews ${question.index}`;
    case 'dataStatistics':
      return 'dataStatistics';
    case 'gallery':
      return `gallery ${question.wrong} ${question.right}`;
    case 'classify':
      return `classify ${question.pixels.join()}`;
    case 'describe':
      return `describe ${JSON.stringify(compactConfig(question.config))}`;
  }
}

/** Looks of the same key show the same thing at the same step. */
export function lookKey(request: ProbeRequest): string {
  if (request.kind === 'gradients') return request.kind;
  const place = `${request.kind} ${request.layer}`;
  return 'pixels' in request ? `${place} ${request.pixels.join()}` : place;
}

/** The last of `entries` (ascending) at or before `step`. */
export function latest<Entry extends { readonly step: number }>(
  entries: readonly Entry[],
  step: number,
): Entry | null {
  return entries.filter((entry) => entry.step <= step).at(-1) ?? null;
}
