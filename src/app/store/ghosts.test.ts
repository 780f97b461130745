import { expect, test } from 'vitest';
import { defaultConfig } from '../../train/config.ts';
import { Curves } from './curves.ts';
import { createGhostStore, dropGhost, pinRun, toggleGhost } from './ghosts.ts';

test('a pinned run stays as it was, can be hidden and dropped, and the oldest of seven makes room', () => {
  const curves = new Curves();
  curves.reset(1);
  curves.lanes[0]!.losses.write(0, [3, 2]);
  const store = createGhostStore();
  for (let i = 0; i < 7; i++) pinRun(store, curves, { config: defaultConfig, stepsPerEpoch: 4 });
  curves.lanes[0]!.losses.write(0, [9]);
  expect(store.getState().ghosts.map(({ id }) => id)).toEqual([2, 3, 4, 5, 6, 7]);
  expect([...store.getState().ghosts[0]!.lanes[0]!.losses.values]).toEqual([3, 2]);
  toggleGhost(store, 3);
  dropGhost(store, 2);
  expect(store.getState().ghosts.map(({ id, isVisible }) => [id, isVisible])[0]).toEqual([3, false]);
});
