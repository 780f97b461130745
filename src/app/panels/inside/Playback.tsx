import { useEffect, useState, type ReactNode } from 'react';
import { useMedia } from '../../useMedia.ts';

/** Who wants less motion sees one picture after the other. */
const stillMs = 1000;

interface PlaybackProps {
  readonly label: string;
  /** Names of the button: what plays from the start, and what holds it. */
  readonly play: string;
  readonly hold: string;
  /** Frames are numbered from 0 to this. */
  readonly last: number;
  readonly at: number;
  readonly onChoose: (frame: number) => void;
  /** What the frame is, beside the slider; `valueText` where a screen reader needs another. */
  readonly readout: string;
  readonly valueText?: string;
  readonly frameMs: number;
}

/** Chooses a frame with a slider, or plays all of them from the start. */
export function Playback(props: PlaybackProps): ReactNode {
  const { label, play, hold, last, at, onChoose, readout, valueText = readout, frameMs } = props;
  const isStill = useMedia('(prefers-reduced-motion: reduce)');
  const [isPlaying, setPlaying] = useState(false);
  const duration = isStill ? Math.max(stillMs, frameMs) : frameMs;
  useEffect(() => {
    if (!isPlaying) return;
    const timer = setTimeout(() => {
      if (at + 1 >= last) setPlaying(false);
      onChoose(Math.min(last, at + 1));
    }, duration);
    return () => clearTimeout(timer);
  }, [isPlaying, at, last, onChoose, duration]);
  if (last < 1) return null;
  return (
    <span className="inside-playback">
      <label>
        {label}
        <input
          type="range"
          min={0}
          max={last}
          value={at}
          onChange={(event) => {
            setPlaying(false);
            onChoose(event.target.valueAsNumber);
          }}
          aria-valuetext={valueText}
        />
      </label>
      <output className="value" aria-live="off">
        {readout}
      </output>
      <button
        type="button"
        className="plain-button"
        onClick={() => {
          if (!isPlaying) onChoose(0);
          setPlaying(!isPlaying);
        }}
      >
        {isPlaying ? hold : play}
      </button>
    </span>
  );
}
