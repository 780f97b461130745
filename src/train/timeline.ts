import { UserError } from '../util/assert.ts';
import type { Snapshot } from './snapshot.ts';

/** Snapshots kept at most, and the bytes they may take together. The first and the last stay whatever they take. */
const defaultLimits = { count: 16, bytes: 256e6 };

/**
 * The snapshots of a run to which it can be taken back, spread evenly: when there are too many, the one whose
 * neighbours lie closest together goes. Memory is thus bounded however long the run is.
 */
export class Timeline {
  private readonly limits: typeof defaultLimits;
  private snapshots: Snapshot[] = [];

  constructor(limits: Partial<typeof defaultLimits> = {}) {
    this.limits = { ...defaultLimits, ...limits };
  }

  /** Steps at which there are snapshots, ascending. */
  get steps(): number[] {
    return this.snapshots.map(({ step }) => step);
  }

  /**
   * The snapshot at exactly `step`.
   *
   * @throws UserError when there is none.
   */
  at(step: number): Snapshot {
    const found = this.snapshots.find((snapshot) => snapshot.step === step);
    if (found) return found;
    const steps = this.steps.join(', ') || 'no step';
    throw new UserError(`There is no checkpoint at step ${step}; there are some at ${steps}.`);
  }

  /** Takes a snapshot in; one of the same step is replaced, and later ones belong to a future that did not happen. */
  add(snapshot: Snapshot): void {
    this.snapshots = [...this.snapshots.filter(({ step }) => step < snapshot.step), snapshot];
    while (this.isTooLarge && this.snapshots.length > 2) this.snapshots.splice(this.mostCrowded(), 1);
  }

  /** Forgets what comes after `step`. */
  dropAfter(step: number): void {
    this.snapshots = this.snapshots.filter((snapshot) => snapshot.step <= step);
  }

  private get isTooLarge(): boolean {
    const bytes = this.snapshots.reduce((sum, snapshot) => sum + snapshotBytes(snapshot), 0);
    return this.snapshots.length > this.limits.count || bytes > this.limits.bytes;
  }

  /** Index of the inner snapshot whose neighbours are closest; of equals the latest, so that gaps grow from the end. */
  private mostCrowded(): number {
    const gap = (index: number) => this.snapshots[index + 1]!.step - this.snapshots[index - 1]!.step;
    let best = 1;
    for (let index = 2; index < this.snapshots.length - 1; index++) if (gap(index) <= gap(best)) best = index;
    return best;
  }
}

function snapshotBytes({ lanes }: Snapshot): number {
  return lanes.flatMap(({ buffers }) => buffers).reduce((sum, { byteLength }) => sum + byteLength, 0);
}
