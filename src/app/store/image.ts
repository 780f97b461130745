import { createStore, type StoreApi } from 'zustand/vanilla';
import type { SampleImage } from '../../train/samples.ts';

/** The one image that the page looks at: what the networks answer to it, and what its layers make of it. */
export interface ChosenImage extends Omit<SampleImage, 'label'> {
  /** Name of its true class; null when nobody knows. */
  readonly label: string | null;
  /** Number in the test set; null for an image of the user's. */
  readonly index: number | null;
}

export interface ImageState {
  readonly image: ChosenImage | null;
}

export type ImageStore = StoreApi<ImageState>;

export function createImageStore(): ImageStore {
  return createStore<ImageState>()(() => ({ image: null }));
}
