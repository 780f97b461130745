import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { watchSight } from './useInSight.ts';

let scroll: (isIntersecting: boolean) => void;
let page: EventTarget & { hidden: boolean };
let told: boolean[];

beforeEach(() => {
  told = [];
  page = Object.assign(new EventTarget(), { hidden: false });
  vi.stubGlobal('document', page);
  vi.stubGlobal(
    'IntersectionObserver',
    class {
      constructor(listener: (entries: { isIntersecting: boolean }[]) => void) {
        scroll = (isIntersecting) => listener([{ isIntersecting }]);
      }
      observe = () => undefined;
      disconnect = () => undefined;
    },
  );
});
afterEach(() => vi.unstubAllGlobals());

function hide(isHidden: boolean): void {
  page.hidden = isHidden;
  page.dispatchEvent(new Event('visibilitychange'));
}

test('what is in the window of a hidden page is not in sight, and is again when the page is seen', () => {
  watchSight({} as Element, (isInSight) => told.push(isInSight));
  scroll(true);
  hide(true);
  hide(false);
  expect(told).toEqual([true, true, false, true]);
});

test('what is out of the window stays out of sight when the page is seen again', () => {
  watchSight({} as Element, (isInSight) => told.push(isInSight));
  scroll(false);
  hide(true);
  hide(false);
  expect(told).toEqual([true, false, false, false]);
  hide(true);
  scroll(true);
  expect(told.at(-1)).toBe(false);
});

test('a page hears no more of what is gone', () => {
  const end = watchSight({} as Element, (isInSight) => told.push(isInSight));
  end();
  hide(true);
  expect(told).toEqual([true, true]);
});

test('a page that is opened hidden does not look before it is seen', () => {
  page.hidden = true;
  watchSight({} as Element, (isInSight) => told.push(isInSight));
  hide(false);
  expect(told).toEqual([false, true]);
});
