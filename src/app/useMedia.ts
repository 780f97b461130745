import { useCallback, useSyncExternalStore } from 'react';

/** Widths at which the layout changes; `App.css` has the same. */
export const narrow = '(max-width: 1100px)';

/** What is touched and small, held upright or not. */
export const phone = '(pointer: coarse) and ((max-width: 700px) or (max-height: 500px))';

/** Whether a media query holds, now and whenever that changes. */
export function useMedia(query: string): boolean {
  const subscribe = useCallback(
    (listener: () => void) => {
      const list = matchMedia(query);
      list.addEventListener('change', listener);
      return () => list.removeEventListener('change', listener);
    },
    [query],
  );
  return useSyncExternalStore(subscribe, () => matchMedia(query).matches);
}
