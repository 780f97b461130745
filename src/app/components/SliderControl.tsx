import { useRef, useState, type ReactNode } from 'react';
import { NumberControl, type NumberProps } from './NumberControl.tsx';
import { nearestPlace } from './slider.ts';
import './SliderControl.css';

interface Props extends NumberProps {
  /** What the places of the slider stand for, rising. Where the number may be left out, the last one says so. */
  readonly values: readonly number[];
  readonly format: (value: number | null) => string;
}

/** How long the thumb must rest before its value is taken over. */
const restMs = 150;

/** A number with a slider over the values that are wanted most; the number itself may be any of its range. */
export function SliderControl({ values, format, ...number }: Props): ReactNode {
  const { field, label, value, onCommit, isDisabled = false } = number;
  // Null shows the committed value.
  const [moved, setMoved] = useState<number | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const last = values.length - 1;
  const valueAt = (place: number) =>
    place === last && field.nullMeans !== undefined ? null : values[place]!;
  const shown = moved === null ? value : valueAt(moved);
  const commit = (place: number) => {
    clearTimeout(timer.current);
    setMoved(null);
    if (valueAt(place) !== value) onCommit(valueAt(place));
  };
  return (
    <div className="slider-control">
      <NumberControl {...number} value={shown} />
      <div className="slider">
        <span className="value" aria-hidden>
          {format(shown)}
        </span>
        <input
          type="range"
          aria-label={label}
          aria-valuetext={format(shown)}
          title={field.help}
          min={0}
          max={last}
          value={moved ?? (value === null ? last : nearestPlace(values, value))}
          disabled={isDisabled || last === 0}
          onChange={(event) => {
            const place = event.target.valueAsNumber;
            setMoved(place);
            clearTimeout(timer.current);
            timer.current = setTimeout(() => commit(place), restMs);
          }}
          onBlur={() => moved !== null && commit(moved)}
        />
      </div>
    </div>
  );
}
