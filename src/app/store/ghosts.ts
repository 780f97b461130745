import { createStore, type StoreApi } from 'zustand/vanilla';
import type { TrainConfig } from '../../train/config.ts';
import { freezeLane } from '../charts/ghosts.ts';
import type { Curves, LaneCurves } from './curves.ts';

/** An earlier run, pinned to compare with. */
export interface Ghost {
  readonly id: number;
  readonly config: TrainConfig;
  readonly stepsPerEpoch: number;
  readonly lanes: readonly LaneCurves[];
  readonly isVisible: boolean;
}

export interface GhostState {
  readonly ghosts: readonly Ghost[];
}

export type GhostStore = StoreApi<GhostState>;

/** Runs that may be pinned at a time; the oldest makes room. */
export const maxGhosts = 6;

export function createGhostStore(): GhostStore {
  return createStore<GhostState>()(() => ({ ghosts: [] }));
}

/** Keeps the run as it is now. */
export function pinRun(
  store: GhostStore,
  curves: Curves,
  { config, stepsPerEpoch }: Pick<Ghost, 'config' | 'stepsPerEpoch'>,
): void {
  store.setState(({ ghosts }) => {
    const ghost: Ghost = {
      id: (ghosts.at(-1)?.id ?? 0) + 1,
      config,
      stepsPerEpoch,
      lanes: curves.lanes.map(freezeLane),
      isVisible: true,
    };
    return { ghosts: [...ghosts, ghost].slice(-maxGhosts) };
  });
}

export function toggleGhost(store: GhostStore, id: number): void {
  store.setState(({ ghosts }) => ({
    ghosts: ghosts.map((ghost) => (ghost.id === id ? { ...ghost, isVisible: !ghost.isVisible } : ghost)),
  }));
}

export function dropGhost(store: GhostStore, id: number): void {
  store.setState(({ ghosts }) => ({ ghosts: ghosts.filter((ghost) => ghost.id !== id) }));
}
