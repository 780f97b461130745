import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { pressable } from './pressable.ts';

interface Props {
  readonly icon: LucideIcon;
  /** Accessible name; written beside the icon where there is room. */
  readonly label: string;
  readonly title: string;
  readonly isPressed?: boolean;
  readonly isDisabled?: boolean;
  readonly onPress: () => void;
}

/** A button with an icon. */
export function ActionButton({
  icon: Icon,
  label,
  title,
  isPressed,
  isDisabled = false,
  onPress,
}: Props): ReactNode {
  return (
    <button
      type="button"
      className="icon-button"
      aria-label={label}
      aria-pressed={isPressed}
      title={title}
      {...pressable(isDisabled, onPress)}
    >
      <Icon aria-hidden="true" />
      <span>{label}</span>
    </button>
  );
}
