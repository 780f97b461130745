import * as Radix from '@radix-ui/react-tabs';
import { Fragment, useDeferredValue, useEffect, useId, useRef, type ReactNode } from 'react';
import './Tabs.css';

export interface Tab {
  readonly name: string;
  readonly title: string;
  readonly content: ReactNode;
}

interface TabsProps {
  /** Accessible name of the list of tabs. */
  readonly label: string;
  readonly tabs: readonly Tab[];
  readonly chosen: string;
  readonly onChoose: (name: string) => void;
}

/**
 * Tabs that arrow keys walk; only the chosen one's content exists, so what is not visible is not computed. A choice shows
 * at once in its tab; its content takes the place of the last one as soon as it is made, in pieces between which the
 * page hears its user.
 */
export function Tabs({ label, tabs, chosen, onChoose }: TabsProps): ReactNode {
  const shown = useDeferredValue(chosen);
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => keepChosenInSight(list.current!), [chosen]);
  return (
    <Radix.Root className="tabs" value={chosen} onValueChange={onChoose}>
      <Radix.List className="tab-list" aria-label={label} ref={list}>
        {tabs.map(({ name, title }) => (
          <Radix.Trigger
            key={name}
            className="tab"
            value={name}
            id={`${id}-${name}`}
            aria-controls={`${id}-content`}
          >
            <span className="tab-title">{title}</span>
          </Radix.Trigger>
        ))}
      </Radix.List>
      {/* Not the library's, which makes the browser lay out the page at once to look for an animation. */}
      <div
        className="tab-content"
        role="tabpanel"
        id={`${id}-content`}
        aria-labelledby={`${id}-${shown}`}
        tabIndex={0}
      >
        <Fragment key={shown}>{tabs.find(({ name }) => name === shown)?.content}</Fragment>
      </div>
    </Radix.Root>
  );
}

/**
 * Scrolls a list that is too narrow for its tabs to the chosen one, now and whenever its size changes.
 *
 * @returns what ends it
 */
function keepChosenInSight(list: HTMLElement): () => void {
  const scroll = () => {
    const tab = list.querySelector('[data-state="active"]')?.getBoundingClientRect();
    const room = list.getBoundingClientRect();
    if (!tab) return;
    // Not scrollIntoView, which would move the page as well.
    list.scrollLeft += Math.max(0, tab.right - room.right) + Math.min(0, tab.left - room.left);
  };
  // Once at the beginning, too.
  const observer = new ResizeObserver(scroll);
  observer.observe(list);
  return () => observer.disconnect();
}
