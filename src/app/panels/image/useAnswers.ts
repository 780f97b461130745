import { useEffect, useMemo, useRef, useState } from 'react';
import { useCurvesVersion, useImage, useLab, useRun } from '../../context.ts';
import { isSameImage, type ChosenImage } from '../../store/image.ts';
import { latestOnly } from './latestOnly.ts';

/** By lane, probabilities of the classes; null for a stopped lane, undefined where the answer to the image is to come. */
export type LaneAnswers = readonly (Float32Array | null | undefined)[];

interface Asked {
  readonly branch: number;
  readonly image: ChosenImage;
}

/** Share of the time that answers to the same image may take from training. */
const costShare = 0.04;

/**
 * What the networks make of the chosen image: asked again when it changes, now and then while they learn, and whenever they
 * rest elsewhere than before, as long as anyone can see it.
 */
export function useAnswers(isInSight: boolean): LaneAnswers | null {
  const { controller } = useLab();
  const image = useImage((state) => state.image);
  const version = useCurvesVersion();
  const branch = useRun((state) => state.branch);
  const restsAt = useRun(({ status, step }) => (status === 'running' ? null : step));
  const isReady = useRun(
    ({ ready, status }) => ready !== null && status !== 'preparing' && status !== 'lost',
  );
  const [found, setFound] = useState<(Asked & { readonly lanes: LaneAnswers }) | null>(null);
  const nextAt = useRef(0);
  const last = useRef<(Asked & { readonly restsAt: number | null }) | null>(null);
  const ask = useMemo(
    () =>
      latestOnly<Asked>(async ({ image, branch }) => {
        const start = performance.now();
        const { lanes } = await controller
          .ask({ type: 'classify', pixels: image.pixels })
          .catch((refusal: unknown) => {
            last.current = null;
            setFound(null);
            throw refusal;
          });
        const now = performance.now();
        nextAt.current = now + (now - start) / costShare;
        setFound({ image, branch, lanes });
      }),
    [controller],
  );
  useEffect(() => {
    if (!image || !isReady || !isInSight) return;
    const known = last.current;
    const isOld = restsAt === null ? performance.now() >= nextAt.current : restsAt !== known?.restsAt;
    if (image === known?.image && branch === known.branch && !isOld) return;
    last.current = { image, branch, restsAt };
    ask({ image, branch });
  }, [ask, image, version, isReady, isInSight, branch, restsAt]);
  if (!image || found?.branch !== branch) return null;
  return isSameImage(image, found.image) ? found.lanes : found.lanes.map((lane) => lane && undefined);
}
