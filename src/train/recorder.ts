import { assert } from '../util/assert.ts';
import type { AdapterDescription } from '../gpu/device.ts';
import { defaultConfig } from './config.ts';
import { describeRun } from './describeRun.ts';
import type { LaneMetrics, MetricsEvent, ProbeEvent, SessionEvent } from './events.ts';
import type { ProbeRequest } from './probes/probe.ts';
import { answerQuestion, type Question } from './questions.ts';
import type { ReadyEvent, Recording } from './recording.ts';
import type { Session } from './session.ts';

/** Test images whose answers are kept. */
const recordedImages = 8;
const recordedSamples = 20;
/** Steps at which the run pauses to be looked into: these, and the last. */
const stops = [0, 5, 25, 100, 200, 400, 800, 1600];

/**
 * Plays a session to its end with pauses in which it is asked and looked into, and keeps what it says. The session's
 * events must reach {@link collect}.
 */
export class Recorder {
  private adapter: AdapterDescription | null = null;
  private ready: ReadyEvent | null = null;
  private readonly stretches: MetricsEvent[] = [];
  private readonly evaluations: Recording['evaluations'][number][] = [];
  private readonly answers: Recording['answers'][number][] = [];
  private readonly looks: Recording['looks'][number][] = [];
  private watchId = 0;
  private request: ProbeRequest | null = null;
  private seen: (() => void) | null = null;

  collect(event: SessionEvent): void {
    if (event.type === 'adapter') this.adapter = event.adapter;
    if (event.type === 'ready') this.ready = event;
    if (event.type === 'metrics') this.stretches.push(event);
    if (event.type === 'evaluation') {
      const { step, laneSteps, lanes } = event;
      this.evaluations.push({ step, laneSteps, lanes });
    }
    if (event.type === 'probe') this.keepLook(event);
    if (event.type === 'probeFailed') this.seen?.();
  }

  /** Takes a session that was started to the end of its run. */
  async play(session: Session, isStopped: () => boolean): Promise<void> {
    assert(this.ready, 'a recording begins with a session that is ready');
    const { totalSteps } = this.ready;
    const pauses = [...stops.filter((stop) => stop < totalSteps), totalSteps];
    let step = 0;
    for (const pause of pauses) {
      await this.look(session, { kind: 'gradients' });
      session.advance(pause - step);
      await session.idle();
      if (isStopped()) return;
      step = pause;
      await this.ask(session, step);
      await this.lookAround(session, { hasPictures: pause === totalSteps });
    }
    await this.look(session, null);
  }

  get recording(): Recording {
    assert(this.ready && this.adapter && this.stretches.length > 0, 'nothing was recorded');
    return {
      version: 1,
      made: new Date().toISOString().slice(0, 10),
      adapter: this.adapter,
      ready: this.ready,
      metrics: join(this.stretches),
      evaluations: this.evaluations,
      answers: this.answers,
      looks: this.looks,
    };
  }

  private async ask(session: Session, step: number): Promise<void> {
    const keep = async (question: Question) => {
      const answer = await answerQuestion(session, question);
      this.answers.push({ step, question, answer });
      return answer;
    };
    if (step === 0) {
      await keep({ type: 'samples', count: recordedSamples });
      // A page that was opened without any settings describes these. The limits of this device are not those of its own.
      const answer = { type: 'describe', ...describeRun(defaultConfig, null) } as const;
      this.answers.push({ step, question: { type: 'describe', config: defaultConfig }, answer });
    }
    for (let index = 0; index < Math.min(recordedImages, this.ready!.testSize); index++) {
      const answer = await keep({ type: 'testImage', index });
      if (answer.type === 'testImage') await keep({ type: 'classify', pixels: answer.image.pixels });
    }
    const count = this.ready!.lanes.length;
    for (let wrong = 0; wrong < count; wrong++)
      for (let right = 0; right < count; right++)
        if (wrong !== right) await keep({ type: 'gallery', wrong, right, count: recordedImages });
  }

  /** Pictures take much room: they are kept once. */
  private async lookAround(session: Session, { hasPictures }: { hasPictures: boolean }): Promise<void> {
    for (const kind of ['covariance', 'kernels', 'spectrum', 'newtonSchulz'] as const)
      await this.look(session, { kind, layer: 0 });
    if (!hasPictures) return;
    const { pixels } = session.testImage(0).image;
    for (const kind of ['activations', 'deconvolvedImage'] as const)
      await this.look(session, { kind, layer: 0, pixels });
  }

  /** Looks at something from now on; of what shows while paused the first look is awaited. */
  private async look(session: Session, request: ProbeRequest | null): Promise<void> {
    this.request = request;
    const isShownPaused = request !== null && request.kind !== 'gradients';
    const seen = new Promise<void>((done) => (this.seen = isShownPaused ? done : null));
    await session.look(request, ++this.watchId);
    if (isShownPaused) await seen;
  }

  private keepLook(event: ProbeEvent): void {
    if (event.watchId !== this.watchId || !this.request) return;
    this.looks.push({ step: event.step, request: this.request, event });
    this.seen?.();
  }
}

/** Several stretches as one. */
function join(stretches: readonly MetricsEvent[]): MetricsEvent {
  const all = (pick: (stretch: MetricsEvent) => Float32Array) =>
    Float32Array.from(stretches.flatMap((stretch) => [...pick(stretch)]));
  const last = stretches.at(-1)!;
  return {
    ...last,
    firstStep: stretches[0]!.firstStep,
    lanes: last.lanes.map((lane, index): LaneMetrics => ({
      ...lane,
      firstStep: stretches[0]!.lanes[index]!.firstStep,
      learningRates: all(({ lanes }) => lanes[index]!.learningRates),
      losses: all(({ lanes }) => lanes[index]!.losses),
      accuracies: all(({ lanes }) => lanes[index]!.accuracies),
    })),
    learningRates: all(({ learningRates }) => learningRates),
  };
}
