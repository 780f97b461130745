import { thin } from './decimate.ts';
import type { PlotLine } from './LinePlot.tsx';

/** The numbers of lines that share their places on the x axis. */
export interface PlotTable {
  readonly names: readonly string[];
  /** A value for each name; NaN where its line has none. */
  readonly rows: readonly { readonly x: number; readonly values: readonly number[] }[];
  /** Places of the lines in all, over which the rows are evenly spread. */
  readonly total: number;
}

/** The lines side by side; such as have other places on the x axis are in a table of their own. */
export function tablesOf(lines: readonly PlotLine[], mostRows: number): PlotTable[] {
  const groups: { places: readonly number[]; lines: PlotLine[] }[] = [];
  for (const line of lines) {
    const own = line.points.map(([x]) => x);
    const group = groups.find(({ places }) => hasAll(places, own) || hasAll(own, places));
    if (!group) {
      groups.push({ places: own, lines: [line] });
      continue;
    }
    if (own.length > group.places.length) group.places = own;
    group.lines.push(line);
  }
  return groups.map(({ places, lines }) => {
    const values = lines.map(({ points }) => new Map(points));
    return {
      names: lines.map(({ name }) => name),
      rows: thin(places.length, mostRows).map((index) => {
        const x = places[index]!;
        return { x, values: values.map((line) => line.get(x) ?? NaN) };
      }),
      total: places.length,
    };
  });
}

function hasAll(places: readonly number[], others: readonly number[]): boolean {
  const known = new Set(places);
  return others.every((x) => known.has(x));
}
