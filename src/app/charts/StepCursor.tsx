import type { PointerEvent, ReactNode } from 'react';
import { useLab, useView } from '../context.ts';

interface StepCursorProps {
  /** Where the plot is. */
  readonly area: Readonly<Record<'x' | 'y' | 'width' | 'height', number>>;
  /** Share of the axis at which a step stands, and back. */
  readonly share: (step: number) => number;
  readonly at: (share: number) => number;
}

/** The cursor that a plot over training steps has in common with the charts: a line, and what moves it. */
export function StepCursor({ area, share, at }: StepCursorProps): ReactNode {
  const { view } = useLab();
  const step = useView((state) => state.hoveredStep);
  const place = step === null ? NaN : share(step);
  const x = area.x + place * area.width;
  const move = (event: PointerEvent) => {
    const { left, width } = event.currentTarget.getBoundingClientRect();
    view.setState({ hoveredStep: Math.round(at((event.clientX - left) / width)) });
  };
  return (
    <>
      {place >= 0 && place <= 1 && (
        <line className="line-plot-cursor" x1={x} x2={x} y1={area.y} y2={area.y + area.height} />
      )}
      <rect
        {...area}
        fill="transparent"
        onPointerMove={move}
        onPointerLeave={() => view.setState({ hoveredStep: null })}
      />
    </>
  );
}
