/**
 * Where a slider goes that stops at some values only.
 *
 * @param stops ascending; `from` is one of them
 * @param to what its user moved it to: by a pointer, or by a key, which must get on however far the next stop is
 */
export function nextStop(
  stops: readonly number[],
  { from, to, isDragged }: { readonly from: number; readonly to: number; readonly isDragged: boolean },
): number {
  const nearest = stops.reduce(
    (best, stop) => (Math.abs(stop - to) < Math.abs(best - to) ? stop : best),
    from,
  );
  if (nearest !== from || isDragged) return nearest;
  const next = to > from ? stops.find((stop) => stop > from) : stops.findLast((stop) => stop < from);
  return to === from ? from : (next ?? from);
}
