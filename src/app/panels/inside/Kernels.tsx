import { useCallback, useMemo, useState, type ReactNode } from 'react';
import { useStore } from 'zustand';
import type { ProbeEvent } from '../../../train/events.ts';
import type { KernelGrid, KernelsLook } from '../../../train/probes/probe.ts';
import { laneName } from '../../../train/parse.ts';
import { significant } from '../../../util/format.ts';
import { useLab, useRun, useView } from '../../context.ts';
import { isOfKind } from '../../store/inside.ts';
import { greyScale, signed, type Shading } from '../../maps/colors.ts';
import { MapLegend } from '../../maps/MapLegend.tsx';
import { cellOf, inRows, KernelTiles } from './KernelTiles.tsx';
import { LaneViews, Looked, Numbers, Waiting } from './LaneViews.tsx';
import { LinePlot, type PlotLine } from '../../charts/LinePlot.tsx';
import { OwnScale } from './OwnScale.tsx';
import { Playback } from './Playback.tsx';
import { strings } from '../../strings.ts';
import { looksStrings } from '../../looksStrings.ts';
import { useLayerRequest, useLook } from './useLook.ts';

const text = strings.looks;

const words = looksStrings.kernels;
const frameMs = 120;
type GridName = 'taps' | 'deconv' | 'weight' | 'effective';
const order: readonly GridName[] = ['taps', 'deconv', 'weight', 'effective'];

/** D, W and W D of a layer as small pictures, each kind on one scale for all lanes, now or earlier in the run. */
export default function Kernels({ layer }: { layer: number }): ReactNode {
  const { inside } = useLab();
  const look = useLook(useLayerRequest('kernels', layer));
  const history = useStore(inside, (state) => state.kernels[layer]);
  const summary = useRun(({ ready }) => ready?.layers[layer] ?? null);
  const [back, setBack] = useState<number | null>(null);
  const isOwnScale = useView((state) => state.isOwnScale);
  // The scales hold for the whole run, so that playing back shows growth as growth.
  const ofTheRun = useMemo(() => shadingsOf((history ?? []).flatMap(kernelsOf)), [history]);
  const last = (history?.length ?? 0) - 1;
  const choose = useCallback((frame: number) => setBack(frame >= last ? null : frame), [last]);
  if (!look || !summary || !history) return <Waiting />;
  if (summary.kernelSize === 1) return <p className="caption">{words.noKernels}</p>;
  const at = Math.min(back ?? last, last);
  const event = back === null ? null : history[at];
  const lanes = event ? kernelsOf(event) : look.lanes;
  const shadings = isOwnScale ? shadingsOf(lanes) : ofTheRun;
  const profiles = lanes.flatMap((lane, index) => (lane?.deconv ? [profileOf(lane.deconv, index)] : []));
  return (
    <>
      <div className="inside-tools">
        <Playback
          label={words.playback}
          play={words.play}
          {...{ last, at, hold: text.hold, frameMs }}
          onChoose={choose}
          readout={event ? String(event.step) : words.live}
          valueText={String(history[at]?.step)}
        />
        <OwnScale />
        <Looked {...look} />
      </div>
      <LaneViews
        lanes={lanes}
        view={(lane, index) => (
          <>
            <Numbers of={indices(lane)} />
            <div className="inside-kernels">
              {order.map((name) => (
                <Tiles key={name} {...{ lane, name, shading: shadings[name] }} of={laneName(index)} />
              ))}
            </div>
          </>
        )}
      />
      <p className="caption">{words.ticks}</p>
      {profiles.length > 0 && (
        <div className="inside-plots">
          <LinePlot
            title={`${words.profile}: ${words.centre}`}
            xLabel={words.profileX}
            lines={profiles}
            target={0}
            height={110}
          />
          <p className="caption">{words.indexHelp}</p>
        </div>
      )}
    </>
  );
}

function kernelsOf({ result }: ProbeEvent): readonly (KernelsLook | null)[] {
  return isOfKind(result, 'kernels') ? result.lanes : [];
}

/** For each kind the scale on which all of these can be shown. */
function shadingsOf(looks: readonly (KernelsLook | null)[]): Record<GridName, Shading> {
  return Object.fromEntries(order.map((name) => [name, shadingOf(looks, name)])) as Record<GridName, Shading>;
}

function shadingOf(looks: readonly (KernelsLook | null)[], name: GridName): Shading {
  const sizes = looks.map((look) => (look?.[name] ? sizeOf(look[name]) : 0));
  return signed(Math.max(0, ...sizes) || 1);
}

/** Kept: every look asks again for those of the whole run. */
const sizes = new WeakMap<KernelGrid, number>();

/** Largest magnitude. */
function sizeOf(grid: KernelGrid): number {
  const known = sizes.get(grid);
  if (known !== undefined) return known;
  let size = 0;
  for (const value of grid.values) if (Math.abs(value) > size) size = Math.abs(value);
  sizes.set(grid, size);
  return size;
}

function Tiles(props: { lane: KernelsLook; of: string; name: GridName; shading: Shading }): ReactNode {
  const { lane, of, name, shading } = props;
  const grid = lane[name];
  // With one channel the row of the centre tap is one of the rows of every tap.
  if (!grid || (name === 'deconv' && lane.taps)) return null;
  const isFilter = name === 'weight' || name === 'effective';
  const asColors = isFilter && lane.inChannels === 3;
  const label = `${words[name]}, ${of}`;
  const shown = isFilter && lane.inChannels === 1 ? inRows(grid) : grid;
  return (
    <figure className="inside-matrix">
      <figcaption>{words[name]}</figcaption>
      <KernelTiles grid={shown} {...{ shading, label, asColors }} cell={cellOf(shown)} />
      <MapLegend shading={asColors ? { ...shading, scale: greyScale } : shading} />
      {asColors && <span className="caption">{words.colors}</span>}
      {isFilter && grid.rows * grid.columns < lane.outChannels * lane.inChannels && (
        <span className="caption">
          {words.shown(grid.rows, lane.outChannels, grid.columns, lane.inChannels)}
        </span>
      )}
    </figure>
  );
}

function indices({ deconvIndex, weightIndex, effectiveIndex }: KernelsLook): (readonly [string, string])[] {
  const all = [
    ['D', deconvIndex],
    ['W', weightIndex],
    ['W D', effectiveIndex],
  ] as const;
  return all.flatMap(([name, value]) =>
    value === null ? [] : [[`${words.index} ${name}`, significant(value)] as const],
  );
}

/** The middle row of the first channel's kernel on itself. */
function profileOf({ side, values }: KernelGrid, lane: number): PlotLine {
  const middle = (side - 1) / 2;
  return {
    name: laneName(lane),
    lane,
    points: Array.from({ length: side }, (_, x) => [x - middle, values[middle * side + x] ?? NaN] as const),
  };
}
