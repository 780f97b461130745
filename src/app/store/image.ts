import { createStore, type StoreApi } from 'zustand/vanilla';
import type { SampleImage } from '../../train/samples.ts';

/** The one image that the page looks at: what the networks answer to it, and what its layers make of it. */
export interface ChosenImage extends Omit<SampleImage, 'label'> {
  /** Name of its true class; null when nobody knows. */
  readonly label: string | null;
  /** Number in the test set; null for an image of the user's. */
  readonly index: number | null;
  /** What it is one state of, of many that follow each other. */
  readonly live?: 'drawing' | 'camera';
}

export interface ImageState {
  readonly image: ChosenImage | null;
  /** Number in the test set of the image asked for last, which may be on its way; null for one of the user's. */
  readonly wanted: number | null;
  /** Counts the images asked for: whichever comes late, the last one stays. */
  readonly asked: number;
}

export type ImageStore = StoreApi<ImageState>;

export function createImageStore(): ImageStore {
  return createStore<ImageState>()(() => ({ image: null, wanted: null, asked: 0 }));
}

/** Shows an image at once, whatever else is on its way. */
export function showImage(store: ImageStore, image: ChosenImage): void {
  store.setState(({ asked }) => ({ image, wanted: image.index, asked: asked + 1 }));
}

/**
 * Shows an image when it comes, unless another is asked for meanwhile: then null comes of it, and no error.
 *
 * @param index its number in the test set; null for an image of the user's
 */
export async function awaitImage<Image extends ChosenImage>(
  store: ImageStore,
  coming: Promise<Image>,
  index: number | null = null,
): Promise<Image | null> {
  const asked = store.getState().asked + 1;
  store.setState({ wanted: index, asked });
  const isOvertaken = () => store.getState().asked !== asked;
  try {
    const image = await coming;
    if (isOvertaken()) return null;
    store.setState({ image });
    return image;
  } catch (error) {
    if (isOvertaken()) return null;
    throw error;
  }
}

/** Whether what is known of one image may stand beside the other until more is known: they are the same, but for a stroke. */
export function isSameImage(a: ChosenImage, b: ChosenImage): boolean {
  return a === b || (a.live !== undefined && a.live === b.live);
}
