import * as Radix from '@radix-ui/react-tabs';
import { Fragment, useDeferredValue, type ReactNode } from 'react';
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
  return (
    <Radix.Root className="tabs" value={chosen} onValueChange={onChoose}>
      <Radix.List className="tab-list" aria-label={label}>
        {tabs.map(({ name, title }) => (
          <Radix.Trigger key={name} className="tab" value={name}>
            {title}
          </Radix.Trigger>
        ))}
      </Radix.List>
      <Radix.Content className="tab-content" value={chosen}>
        <Fragment key={shown}>{tabs.find(({ name }) => name === shown)?.content}</Fragment>
      </Radix.Content>
    </Radix.Root>
  );
}
