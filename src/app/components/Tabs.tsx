import * as Radix from '@radix-ui/react-tabs';
import type { ReactNode } from 'react';
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

/** Tabs that arrow keys walk; only the chosen one's content exists, so what is not visible is not computed. */
export function Tabs({ label, tabs, chosen, onChoose }: TabsProps): ReactNode {
  return (
    <Radix.Root className="tabs" value={chosen} onValueChange={onChoose}>
      <Radix.List className="tab-list" aria-label={label}>
        {tabs.map(({ name, title }) => (
          <Radix.Trigger key={name} className="tab" value={name}>
            {title}
          </Radix.Trigger>
        ))}
      </Radix.List>
      {tabs.map(({ name, content }) => (
        <Radix.Content key={name} className="tab-content" value={name}>
          {content}
        </Radix.Content>
      ))}
    </Radix.Root>
  );
}
