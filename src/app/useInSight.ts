import { useEffect, useRef, type RefObject } from 'react';

/** Tells whether any of the returned ref's element is in the window; true once it is gone. */
export function useInSight<T extends Element>(tell: (isInSight: boolean) => void): RefObject<T | null> {
  const element = useRef<T>(null);
  useEffect(() => {
    if (!element.current) return;
    const observer = new IntersectionObserver((entries) => tell(entries.at(-1)!.isIntersecting));
    observer.observe(element.current);
    return () => {
      observer.disconnect();
      tell(true);
    };
  }, [tell]);
  return element;
}
