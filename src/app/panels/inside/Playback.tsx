import { useEffect, useState, type ReactNode } from 'react';
import { strings } from '../../strings.ts';

const text = strings.looks;

const words = text.kernels;
const frameMs = 120;

/** Chooses a moment of what was seen over the run, or the present; replays it from the start. */
export function Playback({
  steps,
  chosen,
  onChoose,
}: {
  steps: readonly number[];
  /** Index into `steps`; null is the present. */
  chosen: number | null;
  onChoose: (index: number | null) => void;
}): ReactNode {
  const [isPlaying, setPlaying] = useState(false);
  const last = steps.length - 1;
  useEffect(() => {
    if (!isPlaying) return;
    const timer = setTimeout(() => {
      const next = (chosen ?? -1) + 1;
      if (next >= last) setPlaying(false);
      onChoose(next >= last ? null : next);
    }, frameMs);
    return () => clearTimeout(timer);
  }, [isPlaying, chosen, last, onChoose]);
  if (last < 1) return null;
  return (
    <span className="inside-playback">
      <label>
        {words.playback}
        <input
          type="range"
          min={0}
          max={last}
          value={chosen ?? last}
          onChange={(event) => {
            const index = event.target.valueAsNumber;
            setPlaying(false);
            onChoose(index >= last ? null : index);
          }}
          aria-valuetext={`${steps[chosen ?? last]}`}
        />
      </label>
      <output className="value">{chosen === null ? words.live : steps[chosen]}</output>
      <button
        type="button"
        className="plain-button"
        onClick={() => {
          onChoose(0);
          setPlaying(true);
        }}
      >
        {words.play}
      </button>
    </span>
  );
}
