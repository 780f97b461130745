/** Side of a square matrix in CSS pixels: whole cells of at least two pixels, within `room` where they allow it. */
export function sideOf(cells: number, room: number): number {
  return cells * Math.max(2, Math.floor(room / cells));
}

/** A map that is wider, in CSS pixels, scrolls in a frame of that width. */
export const widestMap = 240;
