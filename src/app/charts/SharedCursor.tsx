import { useEffect, type ReactNode } from 'react';
import { useActiveTooltipLabel, usePlotArea, useXAxisScale } from 'recharts';
import { useLab, useView } from '../context.ts';
import type { PlacedRow } from './decimate.ts';

interface SharedCursorProps {
  readonly rows: readonly PlacedRow[];
  /** Place on the x axis of a step. */
  readonly xOf: (step: number) => number;
  /** The pointer is over this chart. */
  readonly isHovered: boolean;
}

/** Tells the plots that are not the chart library's where its cursor is, and shows where theirs is. */
export function SharedCursor({ rows, xOf, isHovered }: SharedCursorProps): ReactNode {
  const { view } = useLab();
  const place = useActiveTooltipLabel();
  const step =
    isHovered && typeof place === 'number' ? rows.findLast(({ x }) => x <= place)?.step : undefined;
  useEffect(() => {
    if (step === undefined) return;
    view.setState({ hoveredStep: step });
    return () => view.setState({ hoveredStep: null });
  }, [view, step]);
  const others = useView((state) => (state.isCursorShown ? null : state.hoveredStep));
  const area = usePlotArea();
  const scale = useXAxisScale();
  const x = others === null ? NaN : (scale?.(xOf(others)) ?? NaN);
  if (!area || !(x >= area.x && x <= area.x + area.width)) return null;
  return (
    <line
      className="shared-cursor"
      x1={x}
      x2={x}
      y1={area.y}
      y2={area.y + area.height}
      stroke="var(--line-strong)"
    />
  );
}
