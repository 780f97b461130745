import { keepText, pageStorage, type TextStore } from './storage.ts';

/** Steps a second that can be chosen besides full speed. */
export const paces = [1, 3, 10, 30];

/** Where the chosen speed is kept between visits. */
const key = 'deconv-lab speed';

/** Steps a second at most; null is full speed. */
export function loadSpeed(store: TextStore | null = pageStorage()): number | null {
  const kept = Number(store?.getItem(key));
  return paces.find((pace) => pace === kept) ?? null;
}

export function saveSpeed(stepsPerSecond: number | null, store: TextStore | null = pageStorage()): void {
  keepText(key, stepsPerSecond === null ? null : String(stepsPerSecond), store);
}
