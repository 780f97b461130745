import { useMemo, type ReactNode } from 'react';
import { useStore } from 'zustand';
import type { ProbeEvent } from '../../../train/events.ts';
import type { GradientsLook, LayerGradients } from '../../../train/probes/probe.ts';
import { laneName } from '../../../train/parse.ts';
import { significant } from '../../../util/format.ts';
import { TableHead } from '../../components/TableHead.tsx';
import { useLab, useRun } from '../../context.ts';
import { isOfKind } from '../../store/inside.ts';
import { overTheRun } from './gradientHistory.ts';
import { LaneViews, Looked } from './LaneViews.tsx';
import { LinePlot, type PlotLine } from '../../charts/LinePlot.tsx';
import { rangeOf } from './sparkline.ts';
import { Sparkline } from './Sparkline.tsx';
import { looksStrings } from '../../looksStrings.ts';
import { useLook, type Look } from './useLook.ts';

const words = looksStrings.gradients;
const request = { kind: 'gradients' } as const;

/** Gradients of every layer, and the chosen one's over the run with how far each step moves its weight. */
export default function Gradients({ layer }: { layer: number }): ReactNode {
  const { inside } = useLab();
  const history = useStore(inside, (state) => state.gradients);
  // Before the next step there is the last one seen.
  const look = useLook(request) ?? lastOf(history);
  const layers = useRun(({ ready }) => ready?.layers ?? null);
  const isAtEnd = useRun(({ status }) => status === 'finished');
  const lanes = look?.lanes.length ?? 0;
  const lines = useMemo(() => {
    const over = (of: (gradients: LayerGradients) => number): PlotLine[] =>
      Array.from({ length: lanes }, (_, lane) => ({
        name: laneName(lane),
        lane,
        points: overTheRun(history, lane, layer, of),
      }));
    return { norm: over(normOf), ratio: over(ratioOf) };
  }, [history, layer, lanes]);
  /** By layer and lane. */
  const norms = useMemo(
    () =>
      (layers ?? []).map((_, i) =>
        Array.from({ length: lanes }, (__, lane) => overTheRun(history, lane, i, normOf)),
      ),
    [history, layers, lanes],
  );
  if (!layers || !look) return <p className="caption">{isAtEnd ? words.tooLate : words.waiting}</p>;
  return (
    <>
      <div className="inside-tools">
        <Looked {...look} />
      </div>
      <div className="inside-plots">
        <LinePlot
          title={`${words.norm}: ${layers[layer]?.name ?? ''}`}
          xLabel={words.x}
          lines={lines.norm}
          isLogY
          isOverSteps
        />
        <LinePlot title={words.ratio} xLabel={words.x} lines={lines.ratio} isLogY isOverSteps />
      </div>
      <LaneViews
        lanes={look.lanes}
        view={(of, lane) => (
          <Layers {...{ of, lane, norms }} chosen={layer} names={layers.map(({ name }) => name)} />
        )}
      />
      <p className="caption">{words.sparklines}</p>
    </>
  );
}

interface LayersProps {
  readonly of: GradientsLook;
  readonly lane: number;
  readonly names: readonly string[];
  readonly chosen: number;
  /** Gradient norms over the run, by layer and lane. */
  readonly norms: readonly (readonly PlotLine['points'][])[];
}

function Layers({ of, lane, names, chosen, norms }: LayersProps): ReactNode {
  return (
    <table className="small-table" aria-label={words.layers(laneName(lane))}>
      <TableHead names={words.table} />
      <tbody>
        {of.layers.map((gradients, i) => (
          <tr key={i} aria-current={i === chosen || undefined}>
            <th scope="row">{names[i] ?? i}</th>
            <td>{significant(gradients.gradient)}</td>
            <td>
              <OverTheRun lines={norms[i] ?? []} lane={lane} />
            </td>
            <td>{significant(gradients.weight)}</td>
            <td>{significant(ratioOf(gradients))}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** One lane's norms, on the scale of all lanes. */
function OverTheRun({ lines, lane }: { lines: readonly PlotLine['points'][]; lane: number }): ReactNode {
  const range = rangeOf(lines);
  const points = lines[lane];
  if (!range || !points || points.length < 2) return null;
  const say = ([step, norm]: PlotLine['points'][number]) => words.at(significant(norm), step);
  return (
    <Sparkline {...{ points, range, lane }} label={words.fromTo(say(points[0]!), say(points.at(-1)!))} />
  );
}

function lastOf(history: readonly ProbeEvent[]): Look<'gradients'> | null {
  const last = history.at(-1);
  if (!last || !isOfKind(last.result, 'gradients')) return null;
  const { watchId, step, intervalMs } = last;
  return { watchId, step, intervalMs, lanes: last.result.lanes };
}

const normOf = ({ gradient }: LayerGradients): number => gradient;

function ratioOf({ update, weight }: LayerGradients): number {
  return weight > 0 ? update / weight : NaN;
}
