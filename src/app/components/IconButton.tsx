import type { LucideIcon } from 'lucide-react';
import type { ComponentProps, ReactNode } from 'react';

interface Props extends Omit<ComponentProps<'button'>, 'type' | 'className' | 'aria-label' | 'title'> {
  readonly icon: LucideIcon;
  /** Accessible name and tooltip. */
  readonly label: string;
}

/** A small button that is only an icon, in a row of a list. */
export function IconButton({ icon: Icon, label, ...button }: Props): ReactNode {
  return (
    <button type="button" className="menu-button" aria-label={label} title={label} {...button}>
      <Icon aria-hidden="true" />
    </button>
  );
}
