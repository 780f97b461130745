import { useEffect, useRef, type RefObject } from 'react';

/**
 * Tells whether any of the returned ref's element can be seen: in the window, of a page that is not hidden; true once
 * it is gone.
 */
export function useInSight<T extends Element>(tell: (isInSight: boolean) => void): RefObject<T | null> {
  const element = useRef<T>(null);
  useEffect(() => {
    if (element.current) return watchSight(element.current, tell);
  }, [tell]);
  return element;
}

/** @returns what ends it */
export function watchSight(element: Element, tell: (isInSight: boolean) => void): () => void {
  let isIntersecting = true;
  const tellNow = () => tell(isIntersecting && !document.hidden);
  const observer = new IntersectionObserver((entries) => {
    isIntersecting = entries.at(-1)!.isIntersecting;
    tellNow();
  });
  observer.observe(element);
  document.addEventListener('visibilitychange', tellNow);
  // A page that is opened hidden is told of no intersection.
  tellNow();
  return () => {
    observer.disconnect();
    document.removeEventListener('visibilitychange', tellNow);
    tell(true);
  };
}
