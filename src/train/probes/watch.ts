import { unreachable, UserError } from '../../util/assert.ts';
import { runInSlices } from '../../util/slices.ts';
import type { LiveSettings } from '../config.ts';
import type { ProbeEvent, SessionEvent } from '../events.ts';
import type { Lane } from '../lanes.ts';
import type { Network } from '../network.ts';
import { createGradientsProbe } from './gradientsProbe.ts';
import { createActivationsProbe, createDeconvolvedImageProbe } from './imageProbe.ts';
import type { Probe } from './looking.ts';
import type { MatrixPictures, Screen } from './matrixView.ts';
import type { ProbeRequest } from './probe.ts';
import { createStatisticsProbe } from './statisticsProbe.ts';
import { createStepProbe } from './stepProbe.ts';

/** Looks may cost training this share of its time, with a margin below the 5 % that are promised. */
export const lookShare = 0.04;
/** Milliseconds between two looks at least. */
const minIntervalMs = 250;
/** Milliseconds that showing a look takes on the processor, which a software adapter would have computed steps with. */
const showMs = 12;
/** The first look pays for what later ones find ready. */
const afterFirstMs = 1000;

export interface WatchOptions {
  readonly network: Network;
  readonly runId: number;
  readonly emit: (event: SessionEvent) => void;
  /** Where pictures of a look are seen. Absent: none are made. */
  readonly screen?: Screen<LookPictures>;
}

/** Pictures that are of the looks of this `watchId`. */
export interface LookPictures extends MatrixPictures, Pick<ProbeEvent, 'runId' | 'watchId'> {}

/**
 * Looks inside the networks now and then while they train, and whenever they pause: at one thing, and at nothing
 * unless someone asked. Measures what a look costs, and waits so long between two that all of them, shown, take
 * {@link lookShare} of the time.
 */
export class Watch {
  private readonly options: WatchOptions;
  private probe: Probe | null = null;
  private request: ProbeRequest | null = null;
  private watchId = 0;
  /** Moves with every request, so that a preparation that was overtaken notices. */
  private generation = 0;
  private changing: Promise<unknown> = Promise.resolve();
  private finishing: Promise<void> | null = null;
  private looks = 0;
  private nextLookAt = 0;

  constructor(options: WatchOptions) {
    this.options = options;
  }

  /**
   * Looks at something else from now on; null looks at nothing and frees what looking took. Settles when everything
   * for the new look is ready. What cannot be looked at is told as an event with a sentence.
   *
   * @returns false where it is the look at hand, only in other colours, or was overtaken before it began
   */
  look(request: ProbeRequest | null, watchId = 0): Promise<boolean> {
    const generation = ++this.generation;
    const isOvertaken = () => generation !== this.generation;
    const change = this.changing.then(async () => {
      if (isOvertaken() || this.shade(request, watchId)) return false;
      await this.close();
      if (request && !isOvertaken()) await this.open(request, watchId);
      return true;
    });
    this.changing = change;
    return change;
  }

  /** Whether it is time; probes that look at steps wait for the next one. */
  isDue({ isPausing }: { readonly isPausing: boolean }): boolean {
    return (
      this.probe !== null && this.finishing === null && (isPausing || performance.now() >= this.nextLookAt)
    );
  }

  get needsStep(): boolean {
    return this.probe?.needsStep ?? false;
  }

  /**
   * Looks once; everything submitted before must be done. Settles when the GPU is done with it; the result follows
   * by itself.
   *
   * @param at the coming step, and the lanes that take it
   * @param takeStep submits that step, for a probe that needs it
   */
  async take(
    at: { readonly step: number; readonly settings: LiveSettings; readonly lanes: readonly Lane[] },
    takeStep: () => void,
  ): Promise<void> {
    const { network } = this.options;
    const { probe, watchId } = this;
    if (!probe || this.finishing) return;
    const start = performance.now();
    network.gather(at.step, at.settings);
    const reading = network.guard(probe.submit(takeStep, at.lanes));
    // The step itself is no loss.
    const stepMs = probe.needsStep ? at.lanes.reduce((sum, { gpuMsPerStep }) => sum + gpuMsPerStep, 0) : 0;
    const lost = network.submitted().then(() => Math.max(1, performance.now() - start - stepMs));
    this.finishing = this.finish(reading, lost, { step: at.step, watchId, start }).finally(() => {
      this.finishing = null;
    });
    await lost;
  }

  /** Settles when nothing is being prepared, read or computed. */
  async idle(): Promise<void> {
    await this.changing;
    await this.finishing;
  }

  async destroy(): Promise<void> {
    await this.look(null);
  }

  private async finish(
    reading: ReturnType<Probe['submit']>,
    lost: Promise<number>,
    { step, watchId, start }: { step: number; watchId: number; start: number },
  ): Promise<void> {
    const { network, runId, emit } = this.options;
    try {
      const analyse = await reading;
      const { value: result, ms } = await runInSlices(analyse());
      const lostMs = await lost;
      const pause = Math.max(minIntervalMs, (lostMs + ms + showMs) / lookShare);
      this.nextLookAt = start + (this.looks++ === 0 ? Math.min(pause, afterFirstMs) : pause);
      emit({ type: 'probe', runId, watchId, step, result, lostMs, analysisMs: ms, intervalMs: pause });
    } catch (error) {
      if (network.isLost) return;
      this.fail(error, watchId);
      this.nextLookAt = Infinity;
    }
  }

  /** Whether a request only differs from what is looked at in its colours, and shows them on a screen that is on. */
  private shade(request: ProbeRequest | null, watchId: number): boolean {
    const { probe, request: known } = this;
    if (request?.kind !== 'covariance' || known?.kind !== 'covariance' || watchId !== this.watchId)
      return false;
    if (!request.shading || request.layer !== known.layer || !probe) return false;
    probe.shade?.(request.shading);
    return probe.shade !== undefined || !this.options.screen?.isOn;
  }

  private async open(request: ProbeRequest, watchId: number): Promise<void> {
    const { network, runId, screen } = this.options;
    try {
      const ofLook = screen?.isOn ? screenOfLook(screen, { runId, watchId }) : undefined;
      this.probe = await network.allocate('this view', () => createProbe(network, request, ofLook));
      this.request = request;
      this.watchId = watchId;
      this.looks = 0;
      this.nextLookAt = 0;
    } catch (error) {
      if (!network.isLost) this.fail(error, watchId);
    }
  }

  private async close(): Promise<void> {
    await this.finishing;
    this.probe?.destroy();
    this.probe = null;
  }

  private fail(error: unknown, watchId: number): void {
    const message =
      error instanceof UserError ? error.message : `This layer could not be looked at: ${String(error)}`;
    this.options.emit({ type: 'probeFailed', runId: this.options.runId, watchId, message });
  }
}

function screenOfLook(
  screen: Screen<LookPictures>,
  look: Pick<LookPictures, 'runId' | 'watchId'>,
): Screen<MatrixPictures> {
  return {
    get isOn() {
      return screen.isOn;
    },
    show: (pictures) => screen.show({ ...pictures, ...look }),
  };
}

function createProbe(
  network: Network,
  request: ProbeRequest,
  screen: Screen<MatrixPictures> | undefined,
): Promise<Probe> {
  switch (request.kind) {
    case 'covariance':
    case 'kernels':
    case 'spectrum':
    case 'newtonSchulz':
      return createStatisticsProbe(network, request, screen);
    case 'activations':
      return createActivationsProbe(network, request);
    case 'deconvolvedImage':
      return createDeconvolvedImageProbe(network, request);
    case 'step':
      return createStepProbe(network, request);
    case 'gradients':
      return createGradientsProbe(network);
    default:
      return unreachable(request);
  }
}
