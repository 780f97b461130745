import { createStore, type StoreApi } from 'zustand/vanilla';
import type { XAxis } from '../charts/axis.ts';
import type { Metric } from '../charts/drawing.ts';
import type { HoldReason } from '../holding.ts';
import { noLinkOptions, type LinkOptions } from '../link.ts';

/** Ways to look into a layer, in the order of their tabs. */
export const insideTabs = [
  'covariance',
  'kernels',
  'spectrum',
  'activations',
  'deconvolvedImage',
  'newtonSchulz',
  'gradients',
  'slowMotion',
] as const;
export type InsideTab = (typeof insideTabs)[number];

/** How things are looked at; none of it changes the run. */
export interface ViewState {
  /** Weight of the past in the moving average, 0 to 0.99. */
  readonly smoothing: number;
  readonly isLossLogarithmic: boolean;
  /** The accuracy axis starts near the curves instead of at zero. */
  readonly isAccuracyZoomed: boolean;
  /** Charts shown as their table. */
  readonly tables: readonly Metric[];
  readonly axis: XAxis;
  /** What the link asks of the page besides the settings. */
  readonly link: LinkOptions;
  readonly insideTab: InsideTab;
  /** Maps take the scale of each look, instead of one for the whole run. */
  readonly isOwnScale: boolean;
  /** The next step is to be shown phase by phase, as soon as it can be taken. */
  readonly isSlowStepWanted: boolean;
  /** Steps a second at most, to watch a run; null is as fast as it goes. */
  readonly stepsPerSecond: number | null;
  /** Large type for a class, without what is not needed there. */
  readonly isPresenting: boolean;
  /** The lane brought forward in the charts; null shows all alike. */
  readonly focusedLane: number | null;
  /** The pointer is over a chart, and the cursor in all of them. */
  readonly isCursorShown: boolean;
  /** The step under the pointer in any plot over steps: all of them show it. */
  readonly hoveredStep: number | null;
  readonly isHelpOpen: boolean;
  /** For what a run holds, and goes on afterwards. */
  readonly holds: readonly HoldReason[];
  /** Keys of the whole data files that this browser keeps; null as long as nobody has looked. */
  readonly storedFiles: readonly string[] | null;
  /** A sentence when nothing, or not all, of an earlier visit was kept. */
  readonly storageProblem: string | null;
  /** Notices that the user has closed, by their text. */
  readonly closedNotices: readonly string[];
}

export type ViewStore = StoreApi<ViewState>;

export function createViewStore(link: LinkOptions = noLinkOptions, axis: XAxis = 'steps'): ViewStore {
  return createStore<ViewState>()(() => ({
    smoothing: 0.9,
    isLossLogarithmic: false,
    isAccuracyZoomed: false,
    tables: [],
    axis,
    link,
    insideTab: 'covariance',
    isOwnScale: false,
    isSlowStepWanted: false,
    stepsPerSecond: null,
    isPresenting: link.present,
    focusedLane: null,
    isCursorShown: false,
    hoveredStep: null,
    isHelpOpen: false,
    holds: [],
    storedFiles: null,
    storageProblem: null,
    closedNotices: [],
  }));
}
