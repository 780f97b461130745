import { useId, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import type { NumberField } from '../../train/field.ts';
import { strings } from '../strings.ts';

const messages = strings.numbers;

export interface NumberProps {
  readonly field: Pick<NumberField<never>, 'kind' | 'min' | 'max' | 'help' | 'nullMeans'>;
  readonly label: string;
  readonly value: number | null;
  readonly onCommit: (value: number | null) => void;
  readonly isDisabled?: boolean;
  /** Accessible name, where the label alone would not say enough. */
  readonly name?: string;
}

/** How long typing, or an arrow key, must rest before the value is taken over without Enter or leaving the field. */
const restMs = { typed: 800, stepped: 150 };

/**
 * A number with its range. The text is taken over on Enter, on leaving the field or after a rest; a bad text stays,
 * with a sentence, and the last good value goes on. Arrow keys step on from the text, Escape takes it back.
 */
export function NumberControl({ field, label, value, onCommit, isDisabled, name }: NumberProps): ReactNode {
  const id = useId();
  // Null shows the committed value.
  const [text, setText] = useState<string | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const shown = text ?? (value === null ? '' : String(value));
  const parsed = text === null ? { value } : parseNumber(text, field);
  const problem = 'problem' in parsed ? parsed.problem : null;

  const commit = (typed: string | null) => {
    clearTimeout(timer.current);
    if (typed === null) return;
    const result = parseNumber(typed, field);
    if ('problem' in result) return;
    setText(null);
    if (result.value !== value) onCommit(result.value);
  };

  const show = (next: string | null, rest: keyof typeof restMs) => {
    setText(next);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => commit(next), restMs[rest]);
  };

  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key === 'Enter') return commit(text);
    if (event.key === 'Escape' && text !== null) show(null, 'typed');
    else if (event.key === 'ArrowUp') show(String(stepFrom(shown, 1, field)), 'stepped');
    else if (event.key === 'ArrowDown') show(String(stepFrom(shown, -1, field)), 'stepped');
    else return;
    event.preventDefault();
  };

  return (
    <div className="control">
      <label htmlFor={id} title={field.help}>
        {label}
      </label>
      <input
        id={id}
        type="number"
        aria-label={name}
        inputMode={field.kind === 'integer' ? 'numeric' : 'decimal'}
        min={field.min}
        max={field.max}
        step={field.kind === 'integer' ? 1 : 'any'}
        disabled={isDisabled}
        placeholder={field.nullMeans}
        title={field.help}
        aria-invalid={problem !== null}
        aria-describedby={problem === null ? undefined : `${id}-problem`}
        value={shown}
        onChange={(event) => show(event.target.value, 'typed')}
        onBlur={() => commit(text)}
        onKeyDown={onKeyDown}
      />
      {problem !== null && (
        <p className="problem" id={`${id}-problem`}>
          {problem}
        </p>
      )}
    </div>
  );
}

type Range = NumberProps['field'];

/** The number that a text means, or what is wrong with it. */
export function parseNumber(text: string, field: Range): { value: number | null } | { problem: string } {
  const range = messages.to(field.min, field.max);
  if (text.trim() === '')
    return field.nullMeans === undefined ? { problem: messages.needed(range) } : { value: null };
  const value = Number(text);
  if (!Number.isFinite(value) || value < field.min || value > field.max)
    return { problem: messages.range(range) };
  if (field.kind === 'integer' && !Number.isInteger(value)) return { problem: messages.whole };
  return { value };
}

/** The number an arrow key goes to from what a field shows, within its range: a whole one by one, a real one as `nudge` does. */
export function stepFrom(shown: string, direction: 1 | -1, field: Range): number {
  const from = Math.max(0, Number(shown) || 0);
  const whole = direction > 0 ? Math.floor(from) + 1 : Math.ceil(from) - 1;
  const next = field.kind === 'integer' ? whole : nudge(from, direction);
  return Math.min(field.max, Math.max(field.min, next));
}

/** One more or less in the leading digit: 0.1 -> 0.2 and 0.09; zero goes to 0.001. */
export function nudge(value: number, direction: number): number {
  if (value === 0) return direction > 0 ? 0.001 : 0;
  const size = 10 ** Math.floor(Math.log10(value) + 1e-9);
  const step = direction < 0 && value < size * 1.0001 ? size / 10 : size;
  return Number((value + direction * step).toPrecision(6));
}
