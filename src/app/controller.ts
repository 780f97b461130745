import { UserError } from '../util/assert.ts';
import type { AnswerTo, Question, QuestionOf } from '../train/questions.ts';
import type { Command, Event } from '../worker/protocol.ts';
import { significant } from '../util/format.ts';
import { fields } from '../train/fields.ts';
import { liveChanges, needsRestart, setConfig, setLane, type ConfigStore } from './store/config.ts';
import type { MatrixShading } from '../engine/ops/colorMatrix.ts';
import type { ProbeRequest } from '../train/probes/probe.ts';
import type { Curves } from './store/curves.ts';
import type { Recording } from '../train/recording.ts';
import { PauseFlags } from './pauseFlags.ts';
import { createReplay, type ReplayOptions } from './replay.ts';
import {
  addLook,
  addPictures,
  closePictures,
  createInsideStore,
  forgetLooks,
  lookAt,
  rewindLooks,
  shadeLook,
  type InsideStore,
} from './store/inside.ts';
import type { Recovery } from './recovery.ts';
import {
  isPlaying,
  newRun,
  reduceRun,
  type Intent,
  type Replay,
  type RunState,
  type RunStore,
} from './store/run.ts';
import { strings } from './strings.ts';

const text = strings.controller;

/** The worker as the page sees it. */
export interface Connection {
  send(command: Command): void;
  terminate(): void;
}

/** Opens a worker; what it says goes to `onEvent`, its crash as a sentence to `onCrash`. */
export type Connect = (onEvent: (event: Event) => void, onCrash: (message: string) => void) => Connection;

export interface ControllerOptions {
  readonly connect: Connect;
  readonly config: ConfigStore;
  readonly run: RunStore;
  readonly curves: Curves;
  /** Where what is seen inside the networks is kept. */
  readonly inside?: InsideStore;
  /** Training images asked for the sample strip. */
  readonly sampleCount?: number;
  /** How long the form must rest before untouched networks are built anew. */
  readonly restartDelayMs?: number;
  /** The same after what nobody types: data, which have the longest way, and another lane, for which the page makes room. */
  readonly choiceDelayMs?: number;
}

interface Waiting {
  readonly resolve: (answer: never) => void;
  readonly reject: (reason: UserError) => void;
}

export interface Controller {
  readonly play: () => void;
  readonly pause: () => void;
  readonly togglePlay: () => void;
  /** One step. */
  readonly step: () => void;
  /** Up to the end of the epoch at hand. */
  readonly epoch: () => void;
  /** Builds the networks anew from the form, paused before step 0. */
  readonly reset: () => void;
  /** Shows a recorded run, until a run is asked for; or, where no run can be had, as all that there is. */
  readonly show: (recording: Recording, kind: Replay['kind'], options?: ReplayOptions) => void;
  /** Takes the run back to a checkpoint, where it pauses. */
  readonly rewind: (step: number) => void;
  /** Takes back what made a lane leave the finite numbers: lowers the rate, and trains on from before it. */
  readonly recover: (recovery: Recovery) => void;
  /**
   * Asks the worker about the run at hand. Rejects with a UserError when there is no answer, also because another run
   * began meanwhile.
   */
  readonly ask: <Type extends Question['type']>(question: QuestionOf<Type>) => Promise<AnswerTo<Type>>;
  /** Has the networks looked into from now on, also those of later runs; null looks at nothing. */
  readonly look: (request: ProbeRequest | null) => void;
  /** Has the GPU draw the matrices that are looked at, in these colours. */
  readonly shade: (shading: MatrixShading) => void;
  /** Whether anyone can see what the networks are looked into for; as long as nobody can, they are not. */
  readonly setInSight: (isInSight: boolean) => void;
  /** Takes so many steps a second at most, now and in later runs; null is full speed. */
  readonly setPace: (stepsPerSecond: number | null) => void;
  /** Ends the download that is under way; what has come is kept. */
  readonly cancelData: () => void;
  /** As `reset`, and asks for the rest of a data set that did not come. */
  readonly reload: () => void;
  /** Stops the worker and listens no more. */
  readonly dispose: () => void;
}

/** Whether networks are there that settings reach. */
const isAtWork = (status: RunState['status']) => status === 'paused' || status === 'running';

/** Ties the stores to the worker: intents become commands, events become state. */
export function createController(options: ControllerOptions): Controller {
  const { connect, config, run, curves, inside = createInsideStore(), sampleCount = 20 } = options;
  const { restartDelayMs = 500, choiceDelayMs = 100 } = options;
  let connection: Connection | null = null;
  let restartTimer: ReturnType<typeof setTimeout> | undefined;
  let lastRequestId = 0;
  const waiting = new Map<number, Waiting>();
  /** What to do once the run is back where it was asked to be. */
  let afterRewind: (() => void) | null = null;
  let isInSight = true;
  let pace: number | null = null;
  const pauseFlags = new PauseFlags(curves);

  function open(): Connection {
    if (connection) return connection;
    connection = connect(receive, crash);
    if (pace !== null) sendPace(connection);
    return connection;
  }

  function crash(message: string): void {
    connection?.terminate();
    connection = null;
    abandonQuestions(message);
    receive({ type: 'error', runId: run.getState().runId, message });
    run.setState({ hasCrashed: true });
  }

  function ask<Type extends Question['type']>(question: QuestionOf<Type>): Promise<AnswerTo<Type>> {
    return new Promise((resolve, reject) => {
      const requestId = ++lastRequestId;
      waiting.set(requestId, { resolve, reject });
      const { runId } = run.getState();
      open().send({ type: 'ask', runId, requestId, question });
    });
  }

  /** Settles the question that an event answers. */
  function settle(event: Event): void {
    if (event.type !== 'answer' && event.type !== 'refused') return;
    const asked = waiting.get(event.requestId);
    waiting.delete(event.requestId);
    if (event.type === 'refused') asked?.reject(new UserError(event.message));
    else asked?.resolve(event.answer as never);
  }

  function look(request: ProbeRequest | null): void {
    inside.setState((state) => lookAt(state, request), true);
    sendLook();
  }

  function shade(shading: MatrixShading): void {
    inside.setState((state) => shadeLook(state, shading), true);
    if (inside.getState().request?.kind === 'covariance') sendLook();
  }

  function sendLook(): void {
    const { watchId, request } = inside.getState();
    const { runId } = run.getState();
    open().send({ type: 'look', runId, watchId, request: isInSight ? request : null });
  }

  function setInSight(isNowInSight: boolean): void {
    if (isNowInSight === isInSight) return;
    isInSight = isNowInSight;
    // What was seen last stays until something newer is.
    if (inside.getState().request) sendLook();
  }

  function sendPace(to: Connection): void {
    to.send({ type: 'pace', runId: run.getState().runId, stepsPerSecond: pace });
  }

  function setPace(stepsPerSecond: number | null): void {
    pace = stepsPerSecond;
    if (connection) sendPace(connection);
  }

  function abandonQuestions(reason: string): void {
    for (const { reject } of waiting.values()) reject(new UserError(reason));
    waiting.clear();
  }

  function show(recording: Recording, kind: Replay['kind'], shown?: ReplayOptions): void {
    clearTimeout(restartTimer);
    abandonQuestions(text.anotherRun);
    connection?.terminate();
    run.setState(newRun, true);
    run.setState({ replay: { kind, made: recording.made } });
    const { config: recorded } = recording.ready;
    curves.reset(recorded.lanes.length);
    inside.setState(forgetLooks, true);
    config.setState({ running: recorded, runningFiles: [], runningMirrors: [] });
    connection = createReplay(recording, receive, { ...shown, kind });
    const { runId } = run.getState();
    sendPace(connection);
    connection.send({ type: 'start', runId, config: recorded });
    // It knows nothing of what a panel asked of the one before.
    look(inside.getState().request);
    connection.send({ type: 'play', runId });
  }

  /** Builds the networks of the form; where there is only a recording, goes back to its start. */
  function start({ isAnew = false } = {}): void {
    const { replay, runId } = run.getState();
    if (replay?.kind === 'only') return open().send({ type: 'rewind', runId, step: 0 });
    if (replay) {
      connection?.terminate();
      connection = null;
    }
    clearTimeout(restartTimer);
    afterRewind = null;
    abandonQuestions(text.anotherRun);
    const isOtherWorker = connection === null;
    const { config: wanted, files, mirrors } = config.getState();
    run.setState(newRun, true);
    curves.reset(wanted.lanes.length);
    inside.setState(forgetLooks, true);
    config.setState({ running: wanted, runningFiles: files, runningMirrors: mirrors });
    open().send({
      type: 'start',
      runId: run.getState().runId,
      config: wanted,
      ...(files.length > 0 && { files }),
      ...(mirrors.length > 0 && { mirrors }),
      ...(isAnew && { isAnew }),
    });
    // It knows nothing of what a panel asked of the one before.
    if (isOtherWorker && inside.getState().request) sendLook();
  }

  function receive(event: Event): void {
    const before = run.getState();
    run.setState((state) => reduceRun(state, event), true);
    if (event.runId !== before.runId) {
      if (event.type === 'pictures') closePictures(event.lanes);
      return;
    }
    if (event.type === 'metrics') curves.addMetrics(event);
    if (event.type === 'evaluation') curves.addEvaluation(event.step, event.lanes, event.laneSteps);
    settle(event);
    if (event.type === 'rewound') {
      curves.rewind(event.step);
      inside.setState((state) => rewindLooks(state, event.step), true);
    }
    if (event.type === 'pictures') inside.setState((state) => addPictures(state, event), true);
    if (event.type === 'probe') inside.setState((state) => addLook(state, event), true);
    if (event.type === 'probeFailed' && event.watchId === inside.getState().watchId)
      inside.setState({ failure: event.message });
    if (event.type === 'deviceLost') {
      curves.addFlag({ step: event.step, text: text.deviceLost });
      // The next ones may come as numbers alone.
      inside.setState({ pictures: null });
    }
    if (event.type === 'status') pauseFlags.heed(before, event);
    // The answer reaches the store as every event does.
    if (event.type === 'ready') ask({ type: 'samples', count: sampleCount }).catch(() => undefined);
    if (event.type === 'status' && !isAtWork(before.status) && isAtWork(event.status)) {
      sendLiveChanges();
      if (before.pending) carryOut(before.pending);
      afterRewind?.();
      afterRewind = null;
    }
  }

  /** Learning rate, momentum and weight decay reach networks at work at once; the charts flag the step. */
  function sendLiveChanges(): void {
    const { runId, status, step, replay } = run.getState();
    // What was recorded stays as it was.
    if (replay) return;
    const settings = liveChanges(config.getState());
    if (!isAtWork(status) || Object.keys(settings).length === 0) return;
    const { running } = config.getState();
    if (running) config.setState({ running: { ...running, ...settings } });
    open().send({ type: 'change', runId, settings });
    if (step === 0) return;
    const parts = Object.entries<number>({ ...settings }).map(([key, value]) => {
      const label = fields.find((field) => field.key === key)?.label ?? key;
      return `${label} ${significant(value)}`;
    });
    curves.addFlag({ step, text: parts.join(', ') });
  }

  /** Networks that have taken no step, or that could not be built, follow the form by themselves. */
  function followForm(delayMs: number): void {
    const { step, error, replay } = run.getState();
    clearTimeout(restartTimer);
    if (replay?.kind === 'only') return;
    if (
      (step === 0 || error !== null || replay) &&
      needsRestart(config.getState()) &&
      !isPlaying(run.getState())
    )
      restartTimer = setTimeout(() => start(), delayMs);
  }

  const unsubscribe = config.subscribe((state, previous) => {
    const hasOtherFiles = state.files !== previous.files || state.mirrors !== previous.mirrors;
    if (state.config === previous.config && !hasOtherFiles) return;
    sendLiveChanges();
    const isChosen =
      hasOtherFiles ||
      state.config.dataset !== previous.config.dataset ||
      state.config.lanes.length !== previous.config.lanes.length;
    followForm(isChosen ? choiceDelayMs : restartDelayMs);
  });

  /** Makes sure that networks before their first step are those of the form. */
  function freshen(): void {
    const { runId, step, error, status, replay } = run.getState();
    if (replay?.kind === 'preview') return start();
    if (runId === 0 || error !== null || status === 'lost' || (step === 0 && needsRestart(config.getState())))
      start();
  }

  /** Does what a button asks for, now or as soon as the networks are ready. */
  function request(intent: Intent): void {
    freshen();
    if (run.getState().status === 'preparing') run.setState({ pending: intent });
    else carryOut(intent);
  }

  function carryOut(intent: Intent): void {
    const { status, runId, ready, step } = run.getState();
    if (!ready || !isAtWork(status)) return;
    pauseFlags.goOn(intent);
    if (intent === 'play') open().send({ type: 'play', runId });
    else {
      const rest = ready.stepsPerEpoch - (step % ready.stepsPerEpoch);
      open().send({ type: 'advance', runId, steps: intent === 'step' ? 1 : rest });
    }
  }

  function recover(recovery: Recovery): void {
    const { step, lane, learningRate } = recovery;
    if (step === null) {
      if (lane === null) setConfig(config, { learningRate });
      else setLane(config, lane, { learningRate });
      start();
      return request('play');
    }
    // The rate changes where the run goes on, not where it is now.
    afterRewind = () => {
      setConfig(config, { learningRate });
      carryOut('play');
    };
    open().send({ type: 'rewind', runId: run.getState().runId, step });
  }

  function pause(): void {
    const { status, runId } = run.getState();
    if (status === 'preparing') run.setState({ pending: null });
    else {
      pauseFlags.pause({ status });
      open().send({ type: 'pause', runId });
    }
  }

  return {
    play: () => request('play'),
    pause,
    togglePlay: () => (isPlaying(run.getState()) ? pause() : request('play')),
    step: () => request('step'),
    epoch: () => request('epoch'),
    reset: () => start(),
    reload: () => start({ isAnew: true }),
    cancelData: () => open().send({ type: 'cancelData', runId: run.getState().runId }),
    show,
    rewind: (step) => open().send({ type: 'rewind', runId: run.getState().runId, step }),
    recover,
    ask,
    look,
    shade,
    setInSight,
    setPace,
    dispose: () => {
      clearTimeout(restartTimer);
      unsubscribe();
      abandonQuestions(text.anotherRun);
      connection?.terminate();
      connection = null;
    },
  };
}
