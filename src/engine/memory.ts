/** A tensor's size and the first and last dispatch that touch it, both inclusive. */
export interface Lifetime {
  readonly bytes: number;
  readonly first: number;
  readonly last: number;
}

export interface MemoryPlan {
  /** Slot of each lifetime, in the order given. */
  readonly slots: readonly number[];
  /** Bytes of each slot. */
  readonly slotBytes: readonly number[];
}

/**
 * Assigns lifetimes to slots (whole buffers) so that no two that overlap share one. Largest first, each into
 * the first slot that is free for its whole life: the known good heuristic for this (greedy by size).
 */
export function planMemory(lifetimes: readonly Lifetime[]): MemoryPlan {
  const order = lifetimes
    .map((_, index) => index)
    .sort((a, b) => lifetimes[b]!.bytes - lifetimes[a]!.bytes || a - b);
  const slots = new Array<number>(lifetimes.length).fill(-1);
  const slotBytes: number[] = [];
  const occupants: Lifetime[][] = [];
  for (const index of order) {
    const lifetime = lifetimes[index]!;
    let slot = occupants.findIndex((others) =>
      others.every((other) => other.last < lifetime.first || lifetime.last < other.first),
    );
    if (slot < 0) {
      slot = occupants.push([]) - 1;
      slotBytes.push(lifetime.bytes);
    }
    occupants[slot]!.push(lifetime);
    slots[index] = slot;
  }
  return { slots, slotBytes };
}
