/** Width of a letter of a label as a share of a chart of the usual width. */
const letter = 0.021;
const mostRows = 3;

export interface FlagLabel {
  /** The side of its line on which a label has room: a pause is where the curves end. */
  readonly position: 'insideTopLeft' | 'insideTopRight';
  /** Row from the top; null where every row is taken, and the list of flags alone has the words. */
  readonly row: number | null;
}

/** Where the labels of flags go, so that none lies on another; `size` as a multiple of the usual type. */
export function placeLabels(
  flags: readonly { readonly x: number; readonly text: string }[],
  [first, last]: readonly [number, number],
  size = 1,
): FlagLabel[] {
  const rows = Array.from({ length: mostRows }, (): [start: number, end: number][] => []);
  return flags.map(({ x, text }) => {
    const at = (x - first) / (last - first || 1);
    const width = size * letter * (text.length + 1);
    const isLeft = at > 0.5;
    const [start, end] = isLeft ? [at - width, at] : [at, at + width];
    const row = rows.findIndex((taken) => taken.every((other) => end <= other[0] || start >= other[1]));
    rows[row]?.push([start, end]);
    return { position: isLeft ? 'insideTopRight' : 'insideTopLeft', row: row < 0 ? null : row };
  });
}
