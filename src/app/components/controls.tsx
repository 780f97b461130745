import { useId, type ReactNode } from 'react';
import './controls.css';

interface Choice {
  readonly value: string;
  readonly label: string;
  readonly isDisabled?: boolean;
}

interface ChoiceProps {
  /** Accessible name. */
  readonly label: string;
  /** What of the label is to be seen, where that is less. */
  readonly shownLabel?: string;
  readonly isDisabled?: boolean;
  readonly help?: string;
  readonly choices: readonly Choice[];
  readonly value: string;
  readonly onChoose: (value: string) => void;
  /** Label beside the list instead of above it. */
  readonly isInline?: boolean;
}

export function ChoiceControl({
  label,
  shownLabel,
  isDisabled = false,
  help,
  choices,
  value,
  onChoose,
  isInline = false,
}: ChoiceProps): ReactNode {
  const id = useId();
  return (
    <div className={isInline ? 'control is-inline' : 'control'}>
      <label htmlFor={id} title={help}>
        {shownLabel ?? label}
      </label>
      <select
        id={id}
        aria-label={shownLabel === undefined ? undefined : label}
        value={value}
        title={help}
        disabled={isDisabled}
        onChange={(event) => onChoose(event.target.value)}
      >
        {choices.map((choice) => (
          <option key={choice.value} value={choice.value} disabled={choice.isDisabled}>
            {choice.label}
          </option>
        ))}
      </select>
    </div>
  );
}

interface CheckProps {
  readonly label: string;
  readonly help?: string;
  readonly isChecked: boolean;
  readonly isDisabled?: boolean;
  readonly onToggle: (isChecked: boolean) => void;
}

export function CheckControl({ label, help, isChecked, isDisabled, onToggle }: CheckProps): ReactNode {
  return (
    <label className="check" title={help}>
      <input
        type="checkbox"
        checked={isChecked}
        disabled={isDisabled}
        onChange={(event) => onToggle(event.target.checked)}
      />
      {label}
    </label>
  );
}

/** A titled group of controls in the left column. */
export function Section({ title, children }: { title: string; children: ReactNode }): ReactNode {
  const id = useId();
  return (
    <section className="section" aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {children}
    </section>
  );
}
