import { unreachable } from '../util/assert.ts';
import { latest, lookKey, questionKey, type Recording } from '../train/recording.ts';
import type { MetricsEvent, SessionStatus } from '../train/events.ts';
import type { ProbeRequest } from '../train/probes/probe.ts';
import type { Answer, Question } from '../train/questions.ts';
import type { Command, Event } from '../worker/protocol.ts';
import type { Connection } from './controller.ts';
import type { Replay } from './store/run.ts';
import { strings } from './strings.ts';

/** Milliseconds between two stretches of steps, at least. */
const tickMs = 200;
/** A recording is shown within so many seconds, whatever the run took, unless a slower pace is asked for. */
const playSeconds = 20;

const text = strings.replay;

export interface ReplayOptions {
  /** Step that is shown first. Default: 0, before anything has happened. */
  readonly opensAt?: number;
  /** Whether networks can be trained here instead. Default: `preview`, they can. */
  readonly kind?: Replay['kind'];
}

/**
 * Shows a recorded run as a worker would tell a live one: it plays by itself, pauses, steps, goes back, and answers
 * what was asked when it was recorded.
 */
export function createReplay(
  recording: Recording,
  onEvent: (event: Event) => void,
  { opensAt = 0, kind = 'preview' }: ReplayOptions = {},
): Connection {
  const { metrics, evaluations, answers, looks } = recording;
  const total = metrics.learningRates.length;
  const fullSpeed = total / playSeconds;
  let stepsPerSecond = fullSpeed;
  const images = new Set(
    answers.flatMap(({ question }) => (question.type === 'testImage' ? [question.index] : [])),
  ).size;
  let runId = 0;
  let step = 0;
  let goal = 0;
  let look: { readonly request: ProbeRequest; readonly watchId: number; shownStep: number } | null = null;
  let timer: ReturnType<typeof setInterval> | undefined;

  /** Of the many test images some were asked for: they stand for all. */
  const recorded = (question: Question): Question =>
    question.type === 'testImage' && images > 0 ? { ...question, index: question.index % images } : question;

  const tellStatus = (status: SessionStatus) => onEvent({ type: 'status', runId, status, step });

  function advance(to: number): void {
    if (to > step) onEvent(stretch(metrics, { runId, from: step, to }));
    for (const evaluation of evaluations)
      if (evaluation.step > step && evaluation.step <= to)
        onEvent({ type: 'evaluation', runId, ...evaluation });
    step = to;
    showLook();
  }

  function showLook(): void {
    if (!look) return;
    const { request, watchId, shownStep } = look;
    const key = lookKey(request);
    const same = looks.filter((entry) => lookKey(entry.request) === key);
    // Pictures are of the last step alone; the look itself says of which step it is.
    const entry = latest(same, step) ?? same[0];
    if (!entry) {
      onEvent({ type: 'probeFailed', runId, watchId, message: whyNotLooked(request) });
      look = null;
    } else if (entry.step !== shownStep) {
      look = { request, watchId, shownStep: entry.step };
      onEvent({ ...entry.event, runId, watchId });
    }
  }

  const perTick = () => Math.max(1, Math.ceil((stepsPerSecond * tickMs) / 1000));

  function whyNotLooked(request: ProbeRequest): string {
    if (request.kind === 'step') return text.noSlowMotion[kind];
    // The layer was looked into, with another image.
    if ('pixels' in request && looks.some((known) => isOfPlace(known.request, request)))
      return text.notRecorded[kind];
    return text.notLooked[kind](recording.ready.layers[0]?.name ?? '');
  }

  function tick(): void {
    advance(Math.min(goal, step + perTick()));
    if (step >= goal) pause();
  }

  function setTimer(): void {
    clearInterval(timer);
    timer = setInterval(tick, (1000 * perTick()) / stepsPerSecond);
  }

  function goOn(to: number): void {
    goal = Math.min(total, to);
    if (timer !== undefined || step >= goal) return;
    tellStatus('running');
    setTimer();
    // The first steps come at once, as they do when networks train.
    tick();
  }

  function setPace(wanted: number | null): void {
    stepsPerSecond = Math.min(wanted ?? Infinity, fullSpeed);
    if (timer !== undefined) setTimer();
  }

  function pause(): void {
    clearInterval(timer);
    timer = undefined;
    tellStatus(step >= total ? 'finished' : 'paused');
  }

  function rewind(to: number): void {
    clearInterval(timer);
    timer = undefined;
    step = Math.min(to, total);
    onEvent({ type: 'rewound', runId, step, evaluation: latest(evaluations, step), stopped: [] });
    tellStatus('paused');
    // Of what was seen later the page has forgotten all.
    if (look) look.shownStep = -1;
    showLook();
  }

  function send(command: Command): void {
    switch (command.type) {
      case 'start':
        ({ runId } = command);
        onEvent({ type: 'adapter', runId, adapter: recording.adapter });
        onEvent({ ...recording.ready, runId });
        tellStatus('paused');
        onEvent({
          type: 'checkpoints',
          runId,
          steps: [0, ...evaluations.map((evaluation) => evaluation.step)],
        });
        advance(Math.min(total, opensAt));
        if (opensAt > 0) pause();
        return;
      case 'play':
        return goOn(total);
      case 'advance':
        return goOn(step + command.steps);
      case 'pause':
      case 'stop':
        return pause();
      case 'rewind':
        return rewind(command.step);
      case 'pace':
        return setPace(command.stepsPerSecond);
      case 'look':
        look = command.request && { request: command.request, watchId: command.watchId, shownStep: -1 };
        return showLook();
      case 'ask': {
        const { requestId } = command;
        const question = recorded(command.question);
        const key = questionKey(question);
        const entry = latest(
          answers.filter((known) => questionKey(known.question) === key),
          step,
        );
        if (entry) onEvent({ type: 'answer', runId, requestId, answer: shorten(entry.answer, question) });
        else onEvent({ type: 'refused', runId, requestId, message: text.notRecorded[kind] });
        return;
      }
      case 'change':
      case 'cancelData':
        return;
      default:
        return unreachable(command);
    }
  }

  return { send, terminate: () => clearInterval(timer) };
}

function isOfPlace(a: ProbeRequest, b: ProbeRequest): boolean {
  return a.kind === b.kind && 'layer' in a && 'layer' in b && a.layer === b.layer;
}

/** At most as many images as were asked for. */
function shorten(answer: Answer, question: Question): Answer {
  if (answer.type !== 'gallery' || question.type !== 'gallery') return answer;
  return { ...answer, images: answer.images.slice(0, question.count) };
}

/** The part of a recorded stretch from step `from` up to step `to`. */
function stretch(
  metrics: MetricsEvent,
  { runId, from, to }: { readonly runId: number; readonly from: number; readonly to: number },
): MetricsEvent {
  const total = metrics.learningRates.length;
  return {
    ...metrics,
    runId,
    firstStep: from,
    lanes: metrics.lanes.map((lane) => {
      // Lanes that ran apart took fewer steps in the same time.
      const [first, end] = [from, to].map((step) => Math.round((step * lane.losses.length) / total)) as [
        number,
        number,
      ];
      return {
        ...lane,
        firstStep: first,
        losses: lane.losses.slice(first, end),
        accuracies: lane.accuracies.slice(first, end),
        learningRates: lane.learningRates.slice(first, end),
      };
    }),
    learningRates: metrics.learningRates.slice(from, to),
    seconds: (metrics.seconds * to) / total,
  };
}
