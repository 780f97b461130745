import { significant } from '../../util/format.ts';

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

/** Which lane reached the other's latest loss sooner, and how much. */
export interface Lead {
  readonly leader: string;
  readonly follower: string;
  /** Steps that the follower took to its latest loss by those that the leader took to the same; above 1. */
  readonly inSteps: number;
  /** The same in seconds of the lanes' own step times; NaN when they are not known. May be below 1. */
  readonly inSeconds: number;
}

/**
 * Compares two lanes at the loss that the worse of them has now: how many steps, and how much time of its own, each
 * took to come down to it. Null while there is too little to compare.
 */
export function compareLanes(a: ComparedLane, b: ComparedLane): Lead | null {
  const ends = [a, b].map(({ losses }) => losses.at(-1) ?? NaN);
  if (Math.min(a.losses.length, b.losses.length) < leastSteps || !ends.every(Number.isFinite)) return null;
  const [leader, follower] = ends[0]! <= ends[1]! ? [a, b] : [b, a];
  const target = follower.losses.at(-1)!;
  const led = firstAtMost(leader.losses, target) + 1;
  const followed = firstAtMost(follower.losses, target) + 1;
  if (led <= 0) return null;
  const inSteps = followed / led;
  if (!(inSteps > 1)) return null;
  const known = leader.msPerStep > 0 && follower.msPerStep > 0;
  return {
    leader: leader.name,
    follower: follower.name,
    inSteps,
    inSeconds: known ? (inSteps * follower.msPerStep) / leader.msPerStep : NaN,
  };
}

/** "B reached A's loss 3.1× sooner in steps, 1.4× in seconds." */
export function describeLead({ leader, follower, inSteps, inSeconds }: Lead): string {
  const times = (ratio: number) => `${significant(ratio, 2)}×`;
  const start = `${leader} reached ${follower}'s loss ${times(inSteps)} sooner in steps`;
  if (Number.isNaN(inSeconds)) return `${start}.`;
  if (Math.abs(Math.log(inSeconds)) < Math.log(1.05)) return `${start}, about as soon in seconds.`;
  return inSeconds >= 1
    ? `${start}, ${times(inSeconds)} in seconds.`
    : `${start}, but ${times(1 / inSeconds)} later in seconds.`;
}

function firstAtMost(values: Float32Array, target: number): number {
  return values.findIndex((value) => value <= target);
}
