/** Neighbours of one kind in a list. */
export interface Stretch<Kind> {
  readonly kind: Kind;
  readonly first: number;
  /** One past the last. */
  readonly end: number;
}

/** A list as stretches of neighbours of one kind, in order and without gaps. */
export function stretchesOf<Item, Kind>(
  items: readonly Item[],
  kindOf: (item: Item) => Kind,
): Stretch<Kind>[] {
  const stretches: Stretch<Kind>[] = [];
  items.forEach((item, index) => {
    const kind = kindOf(item);
    const last = stretches.at(-1);
    if (last?.kind === kind) stretches[stretches.length - 1] = { ...last, end: index + 1 };
    else stretches.push({ kind, first: index, end: index + 1 });
  });
  return stretches;
}
