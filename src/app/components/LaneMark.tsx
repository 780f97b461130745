import type { ReactNode } from 'react';
import { laneLook, type LaneLook } from '../lanes.ts';

/** The marker of a lane, centred at (x, y). */
export function Marker({
  look,
  x,
  y,
  radius = 4,
}: {
  look: LaneLook;
  x: number;
  y: number;
  radius?: number;
}): ReactNode {
  const paint = { fill: look.color, stroke: 'var(--surface)', strokeWidth: 1.5 };
  const r = radius;
  switch (look.marker) {
    case 'circle':
      return <circle cx={x} cy={y} r={r} {...paint} />;
    case 'diamond':
      return (
        <path
          d={`M${x} ${y - r * 1.3}l${r * 1.3} ${r * 1.3}l${-r * 1.3} ${r * 1.3}l${-r * 1.3} ${-r * 1.3}z`}
          {...paint}
        />
      );
    case 'triangle':
      return <path d={`M${x} ${y - r * 1.2}l${r * 1.15} ${r * 2.1}h${-r * 2.3}z`} {...paint} />;
    case 'square':
      return <rect x={x - r} y={y - r} width={2 * r} height={2 * r} {...paint} />;
  }
}

/** A piece of a lane's line with its marker: the legend's sample. */
export function LaneMark({ lane }: { lane: number }): ReactNode {
  const look = laneLook(lane);
  return (
    <svg className="lane-mark" width="30" height="14" viewBox="0 0 30 14" aria-hidden="true">
      <line x1="0" y1="7" x2="30" y2="7" stroke={look.color} strokeWidth="2.5" strokeDasharray={look.dash} />
      <Marker look={look} x={15} y={7} />
    </svg>
  );
}
