import type { OpenSources } from '../../data/source.ts';
import type { AdapterDescription, Gpu } from '../../gpu/device.ts';
import type { SessionEvent } from '../../train/events.ts';
import type { PlannedRun } from '../../train/reproduce/request.ts';
import type { RunResult } from '../../train/reproduce/result.ts';
import { Session } from '../../train/session.ts';
import type { Snapshot } from '../../train/snapshot.ts';
import { UserError } from '../../util/assert.ts';
import { decodeImages } from '../decodeImages.ts';
import type { Progress } from '../progress.ts';
import type { Checkpoint, ResultFolder } from './folder.ts';

interface RunnerOptions {
  readonly folder: ResultFolder;
  readonly progress: Progress;
  readonly requestDevice: () => Promise<Gpu>;
  readonly openSources: OpenSources;
}

/** What is known of the run under way. */
interface Current {
  readonly run: PlannedRun;
  readonly interruptions: number;
  evaluations: RunResult['evaluations'];
  failure: string | null;
  seconds: number;
}

/** Trains planned runs one after another on one device, each so that it can go on in another process. */
export class Runner {
  private readonly options: RunnerOptions;
  private readonly session: Session;
  private current: Current | null = null;
  private adapter: AdapterDescription | null = null;
  /** What ends the run under way: an error of the session. */
  private error: string | null = null;
  private isInterrupted = false;
  /** The state to be written next: a slow disk gets the newest only. */
  private unsaved: { readonly run: PlannedRun; readonly checkpoint: Checkpoint } | null = null;
  private saving: Promise<void> | null = null;
  /** Why nothing can be written. */
  private writeError: Error | null = null;

  constructor(options: RunnerOptions) {
    this.options = options;
    this.session = new Session({ ...options, decodeImages, emit: (event) => this.hear(event) });
  }

  /** Pauses the run under way; its state is then kept. */
  interrupt(): void {
    this.isInterrupted = true;
    this.session.pause();
  }

  /**
   * Trains one run to its end, from its checkpoint if there is one.
   *
   * @returns null when it was interrupted
   * @throws UserError when it cannot be trained on this adapter or data; Error when its state cannot be written
   */
  async train(run: PlannedRun): Promise<RunResult | null> {
    const { session, options } = this;
    const { folder, progress } = options;
    const checkpoint = await folder.checkpoint(run);
    if (checkpoint) progress.line(`Going on at step ${checkpoint.snapshot.step}.`);
    const current: Current = {
      run,
      interruptions: (checkpoint?.interruptions ?? -1) + 1,
      evaluations: checkpoint?.evaluations ?? [],
      failure: null,
      seconds: 0,
    };
    this.current = current;
    this.error = null;
    await session.start(run.config, 0, checkpoint?.snapshot ?? null);
    if (!this.isInterrupted) session.play();
    await session.idle();
    const isOver = session.status === 'finished' || current.failure !== null || this.error !== null;
    // It is saved as every snapshot is.
    if (!isOver) await session.keepSnapshot();
    await this.saving;
    if (this.writeError !== null) throw this.writeError;
    if (this.error !== null) throw new UserError(this.error);
    if (!isOver) return null;
    const { evaluations, failure, seconds, interruptions } = current;
    const result: RunResult = {
      version: 1,
      config: run.config,
      adapter: adapterName(this.adapter),
      date: new Date().toISOString(),
      seconds,
      accuracy: failure === null ? evaluations.at(-1)!.accuracy : null,
      failure,
      interruptions,
      evaluations,
    };
    await folder.keepResult(run, result);
    return result;
  }

  destroy(): void {
    this.session.destroy();
  }

  private hear(event: SessionEvent): void {
    if (event.type !== 'error') this.options.progress.show(event);
    if (event.type === 'adapter') this.adapter = event.adapter;
    if (event.type === 'error') this.error = event.message;
    if (event.type === 'deviceLost')
      this.session
        .rebuild()
        .catch((error: unknown) => (this.error = error instanceof Error ? error.message : String(error)));
    if (this.current) this.note(event, this.current);
  }

  private note(event: SessionEvent, current: Current): void {
    if (event.type === 'laneStopped') current.failure = event.reason;
    if (event.type === 'metrics') current.seconds = event.seconds;
    if (event.type === 'evaluation' && event.lanes[0]) {
      const { accuracy, loss } = event.lanes[0];
      // A session that was rebuilt evaluates anew.
      const earlier = current.evaluations.filter(({ step }) => step < event.step);
      const finiteLoss = Number.isFinite(loss) ? loss : null;
      current.evaluations = [...earlier, { step: event.step, accuracy, loss: finiteLoss }];
    }
    if (event.type === 'checkpoints' && this.session.snapshot) this.save(current, this.session.snapshot);
  }

  private save({ run, evaluations, interruptions }: Current, snapshot: Snapshot): void {
    if (snapshot.step === 0) return;
    this.unsaved = { run, checkpoint: { snapshot, evaluations, interruptions } };
    this.saving ??= this.write().finally(() => (this.saving = null));
  }

  private async write(): Promise<void> {
    try {
      for (let next = this.unsaved; next; next = this.unsaved) {
        this.unsaved = null;
        await this.options.folder.keepCheckpoint(next.run, next.checkpoint);
      }
    } catch (error) {
      this.writeError = error instanceof Error ? error : new Error(String(error));
      this.session.pause();
    }
  }
}

function adapterName(adapter: AdapterDescription | null): string {
  const { vendor = '', architecture = '', description = '' } = adapter ?? {};
  return [vendor, architecture, description].filter(Boolean).join(' ') || 'unnamed';
}
