import { useEffect, useMemo, useRef, useState } from 'react';
import { useCurvesVersion, useImage, useLab, useRun } from '../../context.ts';
import { isSameImage, type ChosenImage } from '../../store/image.ts';
import { latestOnly } from './latestOnly.ts';

/** By lane, probabilities of the classes; null for a stopped lane, undefined where the answer to the image is to come. */
export type LaneAnswers = readonly (Float32Array | null | undefined)[];

interface Found {
  readonly runId: number;
  readonly image: ChosenImage;
  readonly lanes: LaneAnswers;
}

/** Share of the time that answers to the same image may take from training. */
const costShare = 0.04;

/**
 * What the networks make of the chosen image: asked again when it changes, and now and then while they learn, as long as
 * anyone can see it.
 */
export function useAnswers(isInSight: boolean): LaneAnswers | null {
  const { controller, run } = useLab();
  const image = useImage((state) => state.image);
  const version = useCurvesVersion();
  const runId = useRun((state) => state.runId);
  const isReady = useRun(
    ({ ready, status }) => ready !== null && status !== 'preparing' && status !== 'lost',
  );
  const [found, setFound] = useState<Found | null>(null);
  const nextAt = useRef(0);
  const asked = useRef<ChosenImage | null>(null);
  const ask = useMemo(
    () =>
      latestOnly<ChosenImage>(async (image) => {
        const start = performance.now();
        const { lanes } = await controller
          .ask({ type: 'classify', pixels: image.pixels })
          .catch((refusal: unknown) => {
            // The answers to another image are none to this one.
            setFound(null);
            throw refusal;
          });
        const now = performance.now();
        nextAt.current = now + (now - start) / costShare;
        // A question of an older run is never answered.
        setFound({ runId: run.getState().runId, image, lanes });
      }),
    [controller, run],
  );
  useEffect(() => {
    if (!image || !isReady || !isInSight) return;
    if (image === asked.current && performance.now() < nextAt.current) return;
    asked.current = image;
    ask(image);
  }, [ask, image, version, isReady, isInSight, runId]);
  if (!image || found?.runId !== runId) return null;
  return isSameImage(image, found.image) ? found.lanes : found.lanes.map((lane) => lane && undefined);
}
