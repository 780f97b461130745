import { useMemo, type ReactNode } from 'react';
import { useStore } from 'zustand';
import type { LayerGradients } from '../../../train/probes/probe.ts';
import { laneName } from '../../../train/parse.ts';
import { significant } from '../../../util/format.ts';
import { useLab, useRun } from '../../context.ts';
import { isOfKind } from '../../store/inside.ts';
import { LaneViews, Looked } from './LaneViews.tsx';
import { LinePlot, type PlotLine } from './LinePlot.tsx';
import { strings } from '../../strings.ts';
import { useLook } from './useLook.ts';

const text = strings.looks;

const words = text.gradients;
const request = { kind: 'gradients' } as const;

/** Gradients of every layer, and the chosen one's over the run with how far each step moves its weight. */
export default function Gradients({ layer }: { layer: number }): ReactNode {
  const { inside } = useLab();
  const look = useLook(request);
  const history = useStore(inside, (state) => state.gradients);
  const layers = useRun(({ ready }) => ready?.layers ?? null);
  const lines = useMemo(() => {
    const over = (of: (gradients: LayerGradients) => number): PlotLine[] => {
      const looks = history.map(({ step, result }) => ({
        step,
        lanes: isOfKind(result, 'gradients') ? result.lanes : [],
      }));
      const count = looks.at(-1)?.lanes.length ?? 0;
      return Array.from({ length: count }, (_, lane) => ({
        name: laneName(lane),
        lane,
        points: looks.map(({ step, lanes }) => {
          const at = lanes[lane]?.layers[layer];
          return [step, at ? of(at) : NaN] as const;
        }),
      }));
    };
    return { norm: over(({ gradient }) => gradient), ratio: over(ratioOf) };
  }, [history, layer]);
  if (!layers || (!look && history.length === 0)) return <p className="caption">{words.waiting}</p>;
  return (
    <>
      {look && (
        <div className="inside-tools">
          <Looked {...look} />
        </div>
      )}
      <div className="inside-plots">
        <LinePlot
          title={`${words.norm}: ${layers[layer]?.name ?? ''}`}
          xLabel={words.x}
          lines={lines.norm}
          isLogY
        />
        <LinePlot title={words.ratio} xLabel={words.x} lines={lines.ratio} isLogY />
      </div>
      {look && (
        <LaneViews
          lanes={look.lanes}
          view={(lane) => (
            <table className="inside-table">
              <thead>
                <tr>
                  {words.table.map((name) => (
                    <th key={name} scope="col">
                      {name}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {lane.layers.map((gradients, i) => (
                  <tr key={i} aria-current={i === layer || undefined}>
                    <th scope="row">{layers[i]?.name ?? i}</th>
                    <td>{significant(gradients.gradient)}</td>
                    <td>{significant(gradients.weight)}</td>
                    <td>{significant(ratioOf(gradients))}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          )}
        />
      )}
    </>
  );
}

function ratioOf({ update, weight }: LayerGradients): number {
  return weight > 0 ? update / weight : NaN;
}
