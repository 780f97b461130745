import { significant } from '../../util/format.ts';
import { strings } from '../strings.ts';

const text = strings.comparison.lead;

/** What the comparison reads of a lane. */
export interface ComparedLane {
  readonly name: string;
  /** Smoothed training loss by step. */
  readonly losses: Float32Array;
  /** Milliseconds of one step of this lane alone; 0 when not known. */
  readonly msPerStep: number;
}

/** Steps before which a moving average says little. */
const leastSteps = 10;

/** Part of the first loss below which two lanes have learned, and differ by chance more than by their kind. */
const learned = 0.1;

/** Part of the other's loss below which one is the lower, and not by chance. */
const clearlyLower = 0.98;

/** Which lane came down sooner, and how much. */
export interface Lead {
  readonly leader: string;
  readonly follower: string;
  /** The lanes are compared at a tenth of the first loss, which both have passed, and not at the follower's latest. */
  readonly haveLearned: boolean;
  /**
   * Steps that the follower took to that loss by those that the leader took to the same; above 1. NaN where the leader
   * was no sooner there but is lower now.
   */
  readonly inSteps: number;
  /** The same in seconds of the lanes' own step times; NaN when they are not known. May be below 1. */
  readonly inSeconds: number;
}

/** A lane on its way, with what it is ranked by. */
interface Ranked extends ComparedLane {
  /** Its last loss. */
  readonly end: number;
  /** Steps to a tenth of the first loss; infinite while it has not passed it. */
  readonly stepsToLearned: number;
}

/**
 * Which lane is ahead: the one whose loss is lowest now or, of lanes below a tenth of the first loss, the one that came
 * down to it sooner. It is compared with the first lane, or where that leads with the next best, at the loss that this
 * one has now or at that tenth where both have passed it: how many steps, and how much time of its own, each took to
 * come down to it. Lanes whose loss is not finite are left out. Null while there is too little to compare.
 */
export function findLead(lanes: readonly ComparedLane[]): Lead | null {
  const going = lanes.filter(({ losses }) => losses.length >= leastSteps && Number.isFinite(losses.at(-1)));
  const low = learned * Math.max(...going.map(({ losses }) => losses[0]!));
  const ranked = going
    .map((lane): Ranked => {
      const end = lane.losses.at(-1)!;
      return { ...lane, end, stepsToLearned: end < low ? stepsTo(lane.losses, low) : Infinity };
    })
    // Two that have not learned differ by no number, so that their losses decide.
    .sort((a, b) => a.stepsToLearned - b.stepsToLearned || a.end - b.end);
  const [leader, next] = ranked;
  if (!leader || !next) return null;
  const follower = ranked.find(({ name }) => name === going[0]!.name && name !== leader.name) ?? next;
  const haveLearned = Number.isFinite(follower.stepsToLearned);
  const target = haveLearned ? low : follower.end;
  const inSteps = stepsTo(follower.losses, target) / stepsTo(leader.losses, target);
  const names = { leader: leader.name, follower: follower.name, haveLearned };
  if (!(inSteps > 1)) {
    const isLower = !haveLearned && leader.end < clearlyLower * follower.end;
    return isLower ? { ...names, inSteps: NaN, inSeconds: NaN } : null;
  }
  const known = leader.msPerStep > 0 && follower.msPerStep > 0;
  return {
    ...names,
    inSteps,
    inSeconds: known ? (inSteps * follower.msPerStep) / leader.msPerStep : NaN,
  };
}

/** "B reached A's loss 3.1× sooner in steps, 1.4× in seconds." */
export function describeLead({ leader, follower, haveLearned, inSteps, inSeconds }: Lead): string {
  if (Number.isNaN(inSteps)) return text.lower(leader, follower);
  const times = (ratio: number) => `${significant(ratio, 2)}×`;
  const start = (haveLearned ? text.learnedSooner : text.reachedSooner)(leader, follower, times(inSteps));
  if (Number.isNaN(inSeconds)) return text.inSteps(start);
  if (Math.abs(Math.log(inSeconds)) < Math.log(1.05)) return text.asSoon(start);
  return inSeconds >= 1 ? text.sooner(start, times(inSeconds)) : text.later(start, times(1 / inSeconds));
}

/** Steps taken when a loss is first at most `target`; infinite while it is not. */
function stepsTo(losses: Float32Array, target: number): number {
  const index = losses.findIndex((loss) => loss <= target);
  return index < 0 ? Infinity : index + 1;
}
