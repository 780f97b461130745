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

/** Which lane came down sooner, and how much. */
export interface Lead {
  readonly leader: string;
  readonly follower: string;
  /** The lanes are compared at a tenth of the first loss, which both have passed, and not at the follower's latest. */
  readonly haveLearned: boolean;
  /** Steps that the follower took to that loss by those that the leader took to the same; above 1. */
  readonly inSteps: number;
  /** The same in seconds of the lanes' own step times; NaN when they are not known. May be below 1. */
  readonly inSeconds: number;
}

/**
 * Compares two lanes at the loss that the worse of them has now, or at a tenth of the first loss where both are below
 * it: how many steps, and how much time of its own, each took to come down to it. Null while there is too little to
 * compare.
 */
export function compareLanes(a: ComparedLane, b: ComparedLane): Lead | null {
  const ends = [a, b].map(({ losses }) => losses.at(-1) ?? NaN);
  if (Math.min(a.losses.length, b.losses.length) < leastSteps || !ends.every(Number.isFinite)) return null;
  const worse = Math.max(...ends);
  const low = learned * Math.max(a.losses[0]!, b.losses[0]!);
  const haveLearned = worse < low;
  const [forA, forB] = [a, b].map(({ losses }) => stepsTo(losses, haveLearned ? low : worse)) as [
    number,
    number,
  ];
  const [leader, follower] = forA <= forB ? [a, b] : [b, a];
  const [led, followed] = forA <= forB ? [forA, forB] : [forB, forA];
  const inSteps = followed / led;
  if (!(inSteps > 1)) return null;
  const known = leader.msPerStep > 0 && follower.msPerStep > 0;
  return {
    leader: leader.name,
    follower: follower.name,
    haveLearned,
    inSteps,
    inSeconds: known ? (inSteps * follower.msPerStep) / leader.msPerStep : NaN,
  };
}

/** "B reached A's loss 3.1× sooner in steps, 1.4× in seconds." */
export function describeLead({ leader, follower, haveLearned, inSteps, inSeconds }: Lead): string {
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
