import { createContext, use, useSyncExternalStore } from 'react';
import { useStore } from 'zustand';
import type { Controller } from './controller.ts';
import type { ConfigState, ConfigStore } from './store/config.ts';
import type { Curves } from './store/curves.ts';
import type { GhostState, GhostStore } from './store/ghosts.ts';
import type { ImageState, ImageStore } from './store/image.ts';
import type { InsideStore } from './store/inside.ts';
import type { RunState, RunStore } from './store/run.ts';
import type { ViewState, ViewStore } from './store/view.ts';
import type { Ticker } from './store/ticker.ts';

/** What every panel works with; made once in `main.tsx`. */
export interface Lab {
  readonly config: ConfigStore;
  readonly run: RunStore;
  readonly view: ViewStore;
  readonly image: ImageStore;
  readonly ghosts: GhostStore;
  /** What was seen inside the networks. */
  readonly inside: InsideStore;
  readonly curves: Curves;
  /** Moves when charts and readouts should look at the curves again. */
  readonly ticker: Ticker;
  readonly controller: Controller;
}

export const LabContext = createContext<Lab | null>(null);

export function useLab(): Lab {
  const lab = use(LabContext);
  if (!lab) throw new Error('internal error: no Lab around this component');
  return lab;
}

export function useConfig<T>(select: (state: ConfigState) => T): T {
  return useStore(useLab().config, select);
}

export function useRun<T>(select: (state: RunState) => T): T {
  return useStore(useLab().run, select);
}

export function useView<T>(select: (state: ViewState) => T): T {
  return useStore(useLab().view, select);
}

export function useImage<T>(select: (state: ImageState) => T): T {
  return useStore(useLab().image, select);
}

export function useGhosts<T>(select: (state: GhostState) => T): T {
  return useStore(useLab().ghosts, select);
}

/** Renders again whenever the curves change, for readouts that cost little to draw and must be true at once. */
export function useLatestCurves(): Curves {
  const { curves } = useLab();
  useSyncExternalStore(curves.subscribe, () => curves.version);
  return curves;
}

/** Renders again a few times a second while the curves change; the number names what is to be drawn. */
export function useCurvesVersion(): number {
  const { ticker } = useLab();
  return useSyncExternalStore(ticker.subscribe, ticker.getVersion);
}
