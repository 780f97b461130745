import type { Lead } from './charts/compare.ts';
import type { InsideTab } from './store/view.ts';
import { strings } from './strings.ts';
import type { XAxis } from './charts/axis.ts';
import type { Normalization } from '../train/config.ts';

const text = strings.why;

/** What the rules look at, one entry a lane. */
export interface NotedLane {
  readonly name: string;
  readonly normalization: Normalization;
  readonly learningRate: number;
  /** Steps that it has taken: where time is what is equal, a slower lane has taken fewer. */
  readonly steps: number;
  readonly msPerStep: number;
  /** Shares of the last batches (smoothed) and of the last test; NaN when not known. */
  readonly trainAccuracy: number;
  readonly testAccuracy: number;
  /** Step at which its loss was no longer finite; null while it goes on. */
  readonly stoppedAt: number | null;
}

export interface Note {
  readonly text: string;
  /** Where to see it: a tab of the layer, or an axis of the charts. */
  readonly evidence: { readonly tab: InsideTab } | { readonly axis: XAxis };
}

/** Steps before which running statistics have not settled. */
const settledSteps = 50;

/** What happened and why, by rules; the most telling first. */
export function notesOf(lanes: readonly NotedLane[], lead: Lead | null, stepsPerEpoch: number): Note[] {
  const notes: Note[] = [];
  for (const { name, stoppedAt, learningRate } of lanes)
    if (stoppedAt !== null)
      notes.push({ text: text.diverged(name, stoppedAt, learningRate), evidence: { tab: 'gradients' } });
  const leader = lanes.find(({ name }) => name === lead?.leader);
  const follower = lanes.find(({ name }) => name === lead?.follower);
  if (lead && leader && follower) {
    if (follower.steps < 0.9 * leader.steps)
      notes.push({ text: text.fewerSteps(follower, leader), evidence: { axis: 'steps' } });
    else if (leader.normalization === 'deconv' && follower.normalization !== 'deconv')
      notes.push({ text: text.deconvLeads(leader.name), evidence: { tab: 'covariance' } });
    else if (leader.normalization === 'batch' && follower.normalization === 'none')
      notes.push({ text: text.batchLeads(leader.name), evidence: { tab: 'activations' } });
    else if (follower.normalization === 'deconv' && leader.normalization !== 'deconv')
      notes.push({ text: text.deconvTrails(follower.name), evidence: { tab: 'newtonSchulz' } });
  }
  const timed = lanes.filter(({ msPerStep }) => msPerStep > 0).sort((a, b) => b.msPerStep - a.msPerStep);
  const [slow, fast] = [timed[0], timed.at(-1)];
  if (slow && fast && slow.msPerStep > 1.15 * fast.msPerStep)
    notes.push({
      text: text.slower(slow.name, slow.msPerStep / fast.msPerStep, slow.normalization === 'deconv'),
      evidence: { axis: 'seconds' },
    });
  for (const { name, normalization, steps, trainAccuracy, testAccuracy } of lanes) {
    const gap = trainAccuracy - testAccuracy;
    if (!(gap > 0.05)) continue;
    // Nothing is learned by heart that was seen once.
    if (steps > stepsPerEpoch) notes.push({ text: text.overfits(name, gap), evidence: { axis: 'epochs' } });
    else if (normalization !== 'none')
      notes.push({
        text: steps < settledSteps ? text.unsettled(name) : text.lags(name),
        evidence: { axis: 'steps' },
      });
  }
  return notes;
}
