import { useEffect } from 'react';
import { useLab, useRun, type Lab } from './context.ts';

/** Takes an image of the test set as the one that the page looks at. */
export function chooseTestImage({ controller, image: store }: Lab, index: number): void {
  controller.ask({ type: 'testImage', index }).then(
    ({ image }) => store.setState({ image: { ...image, index } }),
    // Another run has begun, and brings its own.
    () => undefined,
  );
}

/** There is always an image to look at: the first of the test set when a data set is new, also where no panel shows it. */
export function FirstTestImage(): null {
  const lab = useLab();
  const count = useRun(({ ready }) => ready?.testSize ?? 0);
  const shape = useRun(({ ready }) => ready?.shape.join() ?? null);
  const runId = useRun((state) => state.runId);
  useEffect(() => {
    const { image } = lab.image.getState();
    const isFitting = image && [image.channels, image.height, image.width].join() === shape;
    if (count === 0) return;
    if (!isFitting) chooseTestImage(lab, 0);
    else if (image.index !== null) chooseTestImage(lab, image.index < count ? image.index : 0);
  }, [lab, count, shape, runId]);
  return null;
}
