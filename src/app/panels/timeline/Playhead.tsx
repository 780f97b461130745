import { useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { grouped } from '../../../util/format.ts';
import { useLab } from '../../context.ts';
import { strings } from '../../strings.ts';
import { nextStop } from './stops.ts';
import './Playhead.css';

const text = strings.timeline;

interface Props {
  /** Steps to go back to, ascending. */
  readonly checkpoints: readonly number[];
  /** Where the run is, and where it ends. */
  readonly step: number;
  readonly total: number;
}

/** Where the run is. Dragged to a checkpoint, or moved there by keys and Enter, it takes the run back. */
export function Playhead({ checkpoints, step, total }: Props): ReactNode {
  const { controller } = useLab();
  const [chosen, setChosen] = useState<number | null>(null);
  const isDragged = useRef(false);
  const stops = [...checkpoints.filter((at) => at < step), step];
  // The run goes on meanwhile, and its older checkpoints are thinned out.
  const value = chosen !== null && stops.includes(chosen) ? chosen : step;
  const isBack = value < step;
  const share = value / total;

  const leave = () => {
    isDragged.current = false;
    setChosen(null);
  };
  const goBack = () => {
    if (isBack) controller.rewind(value);
    leave();
  };
  const onKeyDown = ({ key }: KeyboardEvent) => {
    if (key === 'Enter') goBack();
    else if (key === 'Escape') leave();
  };
  return (
    <>
      <input
        className="playhead"
        type="range"
        aria-label={text.playhead}
        aria-valuetext={isBack ? text.rewind(grouped(value)) : text.here(grouped(step))}
        title={text.playheadHelp}
        min={0}
        max={total}
        value={value}
        disabled={stops.length === 1}
        onChange={({ target }) =>
          setChosen(nextStop(stops, { from: value, to: target.valueAsNumber, isDragged: isDragged.current }))
        }
        onKeyDown={onKeyDown}
        onBlur={leave}
        onPointerDown={() => {
          isDragged.current = true;
        }}
        onPointerUp={({ currentTarget }) => {
          goBack();
          // The page has its keys back.
          currentTarget.blur();
        }}
        onPointerCancel={leave}
      />
      {isBack && (
        <span
          className={share > 0.5 ? 'playhead-step is-late' : 'playhead-step'}
          style={{ left: `${100 * share}%` }}
          aria-hidden="true"
        >
          {text.backTo(grouped(value))}
        </span>
      )}
    </>
  );
}
