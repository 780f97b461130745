import { useCallback, useEffect } from 'react';
import { useLab, useRun } from '../../context.ts';

/** Takes images of the test set as the one that the page looks at; the first when a data set is new. */
export function useTestImage(): { readonly next: () => void; readonly shuffle: () => void } {
  const { controller, image: store } = useLab();
  const count = useRun(({ ready }) => ready?.testSize ?? 0);
  const shape = useRun(({ ready }) => ready?.shape.join() ?? null);
  const runId = useRun((state) => state.runId);

  const choose = useCallback(
    (index: number) =>
      controller.ask({ type: 'testImage', index }).then(
        ({ image }) => store.setState({ image: { ...image, index } }),
        // Another run has begun, and brings its own.
        () => undefined,
      ),
    [controller, store],
  );
  useEffect(() => {
    const { image } = store.getState();
    const isFitting = image && [image.channels, image.height, image.width].join() === shape;
    if (count === 0) return;
    if (!isFitting) void choose(0);
    else if (image.index !== null) void choose(image.index < count ? image.index : 0);
  }, [choose, count, shape, runId, store]);

  return {
    next: () => void choose(((store.getState().image?.index ?? -1) + 1) % Math.max(1, count)),
    shuffle: () => void choose(Math.floor(Math.random() * count)),
  };
}
