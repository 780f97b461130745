import { createStore, type StoreApi } from 'zustand/vanilla';

/** How things are looked at; none of it changes the run. */
export interface ViewState {
  /** Weight of the past in the moving average, 0 to 0.99. */
  readonly smoothing: number;
  readonly isLossLogarithmic: boolean;
  /** The accuracy axis starts near the curves instead of at zero. */
  readonly isAccuracyZoomed: boolean;
  readonly isLossTable: boolean;
  readonly isAccuracyTable: boolean;
  readonly isHelpOpen: boolean;
  /** Notices that the user has closed, by their text. */
  readonly closedNotices: readonly string[];
}

export type ViewStore = StoreApi<ViewState>;

export function createViewStore(): ViewStore {
  return createStore<ViewState>()(() => ({
    smoothing: 0.9,
    isLossLogarithmic: false,
    isAccuracyZoomed: false,
    isLossTable: false,
    isAccuracyTable: false,
    isHelpOpen: false,
    closedNotices: [],
  }));
}
