import type { ReactNode } from 'react';
import type { NewtonSchulzLook } from '../../../train/probes/probe.ts';
import { laneName } from '../../../train/parse.ts';
import { significant } from '../../../util/format.ts';
import { LaneViews, Looked, Numbers, Waiting } from './LaneViews.tsx';
import { LinePlot, type PlotLine } from '../../charts/LinePlot.tsx';
import { looksStrings } from '../../looksStrings.ts';
import { useLayerRequest, useLook } from './useLook.ts';

const words = looksStrings.newtonSchulz;
const shown = [5, 10, 15];
/** What 32-bit numbers cannot resolve is not drawn: the curve is that of exact arithmetic. */
const floor = 1e-7;

/** How fast the iteration gets to the inverse root on this layer's covariance, and where along its eigenvalues. */
export default function NewtonSchulz({ layer }: { layer: number }): ReactNode {
  const look = useLook(useLayerRequest('newtonSchulz', layer));
  if (!look) return <Waiting />;
  const each = (line: (lane: NewtonSchulzLook, index: number) => PlotLine[]) =>
    look.lanes.flatMap((lane, index) => (lane ? line(lane, index) : []));
  return (
    <>
      <div className="inside-tools">
        <Looked {...look} />
      </div>
      <div className="inside-plots">
        <LinePlot
          title={words.residual}
          xLabel={words.x}
          isLogY
          lines={each(residualLine)}
          format={residualText}
        />
        <LinePlot title={words.gain} xLabel={words.gainX} isLogX target={1} lines={each(gainLines)} />
      </div>
      <LaneViews
        lanes={look.lanes}
        view={(lane) => (
          <>
            <p className="caption">{usedBy(lane)}</p>
            <Numbers
              of={[
                ...stepsShown(lane).map(
                  (t) => [words.after(t), residualText(lane.residuals[t] ?? NaN)] as const,
                ),
                ...(lane.measuredResidual === null
                  ? []
                  : [[words.measured, significant(lane.measuredResidual)] as const]),
              ]}
            />
          </>
        )}
      />
    </>
  );
}

function usedBy({ inverseSqrt, iterations }: NewtonSchulzLook): string {
  if (iterations === null) return words.usesNone;
  return inverseSqrt === 'quintic' ? words.usesQuintics(iterations) : words.uses(iterations);
}

/** The converged mode ends with its last quintic. */
function stepsShown({ residuals }: NewtonSchulzLook): number[] {
  return shown.filter((t) => t < residuals.length);
}

function residualText(residual: number): string {
  return residual <= floor ? `< ${significant(floor, 1)}` : significant(residual);
}

function residualLine(lane: NewtonSchulzLook, index: number): PlotLine[] {
  const points = Array.from(lane.residuals, (value, t) => [t, Math.max(value, floor)] as const);
  return [{ name: laneName(index), lane: index, points }];
}

function gainLines(lane: NewtonSchulzLook, index: number): PlotLine[] {
  const own = lane.iterations ?? 5;
  return [...new Set([...stepsShown(lane), own])].map((t) => ({
    name: `${laneName(index)} ${words.after(t)}`,
    lane: index,
    isFaint: t !== own,
    points: Array.from(lane.gains[t] ?? [], (gain, i) => [lane.eigenvalues[i] ?? NaN, gain] as const),
  }));
}
