import { useEffect, useRef, type RefObject } from 'react';

/** Pixels around the window that count as in it: what is scrolled to is ready when it is reached. */
const marginPx = 200;

/** Tells whether the element of the returned ref is in the window, or near it; true once it is gone. */
export function useInSight<T extends Element>(tell: (isInSight: boolean) => void): RefObject<T | null> {
  const element = useRef<T>(null);
  useEffect(() => {
    if (!element.current) return;
    const observer = new IntersectionObserver((entries) => tell(entries.at(-1)!.isIntersecting), {
      rootMargin: `${marginPx}px`,
    });
    observer.observe(element.current);
    return () => {
      observer.disconnect();
      tell(true);
    };
  }, [tell]);
  return element;
}
