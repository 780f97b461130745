import type { Event } from '../worker/protocol.ts';
import type { Curves } from './store/curves.ts';
import type { Intent, RunState } from './store/run.ts';
import { strings } from './strings.ts';

/**
 * Flags where training was halted, by its user or by a stop condition. The end of an epoch that was asked for, of the
 * run and of a step by hand are no such halts.
 */
export class PauseFlags {
  private readonly curves: Curves;
  private intent: Intent = 'play';
  /** The user has asked for a pause, and it is about to come. */
  private isPausing = false;

  constructor(curves: Curves) {
    this.curves = curves;
  }

  /** The user wants training to go on, which takes back a pause that has not come yet. */
  goOn(intent: Intent): void {
    this.intent = intent;
    this.isPausing = false;
  }

  /** The user wants it to pause. */
  pause({ status }: Pick<RunState, 'status'>): void {
    this.isPausing = status === 'running' && this.intent !== 'step';
  }

  /** @param before the state before the event */
  heed(
    { status, goal }: Pick<RunState, 'status' | 'goal'>,
    event: Pick<Extract<Event, { type: 'status' }>, 'status' | 'step'>,
  ): void {
    if (event.status === 'running') return;
    const isHalted = this.isPausing || goal !== null;
    this.isPausing = false;
    if (status === 'running' && event.status === 'paused' && isHalted && event.step > 0)
      this.curves.addFlag({ step: event.step, text: strings.flags.paused });
  }
}
