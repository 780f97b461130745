import { useEffect } from 'react';
import { useStore } from 'zustand';
import { useLab, useView } from '../../context.ts';
import { keepScale, scaleOf } from '../../store/inside.ts';

/**
 * End of the scale of maps whose largest magnitude is `size`: one that holds for all looks of this name in the run, or
 * on its own scale `size` itself. Without a size, as before the first look, 1.
 */
export function useScale(name: string, size: number): number {
  const { inside } = useLab();
  const isOwn = useView((state) => state.isOwnScale);
  const ofTheRun = useStore(inside, (state) => scaleOf(state, name, size));
  useEffect(() => {
    inside.setState((state) => keepScale(state, name, size), true);
  }, [inside, name, size]);
  return (isOwn ? size : ofTheRun) || 1;
}
