import { useEffect } from 'react';
import { useLab, useRun, type Lab } from './context.ts';
import { awaitImage } from './store/image.ts';

/** Takes an image of the test set as the one that the page looks at. */
export function chooseTestImage({ controller, image }: Lab, index: number): void {
  const coming = controller.ask({ type: 'testImage', index }).then((answer) => ({ ...answer.image, index }));
  // Where another run has begun, it brings its own.
  awaitImage(image, coming, index).catch(() => undefined);
}

/** There is always an image to look at: the first of the test set when a data set is new, also where no panel shows it. */
export function FirstTestImage(): null {
  const lab = useLab();
  const count = useRun(({ ready }) => ready?.testSize ?? 0);
  const shape = useRun(({ ready }) => ready?.shape.join() ?? null);
  const runId = useRun((state) => state.runId);
  useEffect(() => {
    const { image, wanted } = lab.image.getState();
    const isFitting = image && [image.channels, image.height, image.width].join() === shape;
    if (count === 0) return;
    if (!isFitting) chooseTestImage(lab, 0);
    else if (wanted !== null) chooseTestImage(lab, wanted < count ? wanted : 0);
  }, [lab, count, shape, runId]);
  return null;
}
