import { useMemo, useState, type KeyboardEvent, type ReactNode } from 'react';
import type { CovarianceLook } from '../../../train/probes/probe.ts';
import { laneName } from '../../../train/parse.ts';
import { significant } from '../../../util/format.ts';
import { useRun } from '../../context.ts';
import { signed, type Shading } from '../../maps/colors.ts';
import { HeatMap, type Cell } from '../../maps/HeatMap.tsx';
import { MapLegend } from '../../maps/MapLegend.tsx';
import { sideOf, widestMap } from '../../maps/side.ts';
import { LaneViews, Looked, Numbers, Waiting } from './LaneViews.tsx';
import { OwnScale } from './OwnScale.tsx';
import { SpokenTaps } from './SpokenTaps.tsx';
import { TapPair, tapWords, valueWords, type Place } from './TapPair.tsx';
import { strings } from '../../strings.ts';
import { useLayerRequest, useLook } from './useLook.ts';
import { entry, isWithin, largest, prepare, type Prepared } from './shownMatrix.ts';
import { usePictures } from './usePictures.ts';
import { useScale } from './useScale.ts';

const text = strings.looks;
const words = text.covariance;
type Mode = keyof typeof words.modes;
const modes = Object.keys(words.modes) as Mode[];

/** Widest matrix beside another in a lane's column, in CSS pixels; one of two pixels a cell may be wider. */
const mapWidth = 150;

/** The covariance of what the layer sees, before and after, every lane on one scale. */
export function Covariance({ layer }: { layer: number }): ReactNode {
  const request = useLayerRequest('covariance', layer);
  const look = useLook(request);
  const summary = useRun(({ ready }) => ready?.layers[layer] ?? null);
  const [mode, setMode] = useState<Mode>('correlation');
  const [marked, setMarked] = useState<Cell | null>(null);
  const lanes = useMemo(
    () => look?.lanes.map((lane) => lane && prepare(lane, mode === 'correlation')) ?? null,
    [look, mode],
  );
  // A name for each mode: the size of one must not set the scale of the other.
  const scale = useScale(
    `${mode} ${layer}`,
    useMemo(() => {
      if (mode === 'correlation') return 1;
      return Math.max(
        0,
        ...(lanes ?? []).flatMap((lane) => (lane ? [lane.before, lane.after].map(largest) : [])),
      );
    }, [lanes, mode]),
  );
  const shading = useMemo(() => signed(scale), [scale]);
  const pictures = usePictures(request, look, shading, mode === 'correlation');
  if (!look || !lanes || !summary) return <Waiting />;
  const { kernelSize } = summary;
  const placeOf = (feature: number): Place => summary.places[feature] ?? [feature, 0];
  const valuesAt = ({ before, after }: Prepared, cell: Cell) => [before, after].map((it) => entry(it, cell));
  const say = (cell: Cell) => {
    const values = lanes.flatMap((lane, i) =>
      lane && isWithin(lane, cell) ? [`${laneName(i)} ${valueWords(valuesAt(lane, cell))}`] : [],
    );
    return `${tapWords(placeOf(cell.row), placeOf(cell.column), kernelSize)}: ${values.join(', ')}`;
  };
  return (
    <>
      <div className="inside-tools">
        <span className="inside-choice" role="group" aria-label={words.mode}>
          {modes.map((name) => (
            <button key={name} type="button" aria-pressed={mode === name} onClick={() => setMode(name)}>
              {words.modes[name]}
            </button>
          ))}
        </span>
        <MapLegend shading={shading} />
        {mode === 'covariance' && <OwnScale />}
        <Looked {...look} />
      </div>
      <LaneViews
        lanes={lanes}
        view={(lane, index) => (
          <>
            <Numbers
              of={[
                [text.offDiagonal, change(lane, ({ offDiagonalEnergy }) => offDiagonalEnergy)],
                [text.condition, change(lane, ({ condition }) => condition)],
              ]}
            />
            <div className="inside-pair">
              <Matrix {...{ lane, index, mode, shading, pictures, marked, setMarked }} when="before" />
              <Matrix {...{ lane, index, mode, shading, pictures, marked, setMarked }} when="after" />
            </div>
            {marked && isWithin(lane, marked) && (
              <TapPair
                side={kernelSize}
                first={placeOf(marked.row)}
                second={placeOf(marked.column)}
                values={valuesAt(lane, marked)}
              />
            )}
          </>
        )}
      />
      <SpokenTaps marked={marked} say={say} />
      <p className="caption">{words.hint}</p>
    </>
  );
}

function change({ look }: Prepared, of: (matrix: CovarianceLook['before']) => number): string {
  return `${significant(of(look.before))} → ${significant(of(look.after))}`;
}

function Matrix(props: {
  lane: Prepared;
  index: number;
  mode: Mode;
  when: 'before' | 'after';
  shading: Shading;
  pictures: ReturnType<typeof usePictures>;
  marked: Cell | null;
  setMarked: (cell: Cell | null) => void;
}): ReactNode {
  const { lane, index, mode, when, shading, pictures, marked, setMarked } = props;
  const { features, look } = lane;
  const title = when === 'before' ? text.before : text.after[look.treatment];
  const move = (event: KeyboardEvent) => {
    const steps: Record<string, readonly [number, number]> = {
      ArrowUp: [-1, 0],
      ArrowDown: [1, 0],
      ArrowLeft: [0, -1],
      ArrowRight: [0, 1],
    };
    const step = steps[event.key];
    if (!step) return;
    event.preventDefault();
    const within = (value: number) => Math.max(0, Math.min(features - 1, value));
    const { row, column } = marked ?? { row: -step[0], column: -step[1] };
    setMarked({ row: within(row + step[0]), column: within(column + step[1]) });
  };
  const width = sideOf(features, mapWidth);
  const label = words.matrix(words.modes[mode], laneName(index), title);
  return (
    <figure className="inside-matrix" title={when === 'after' ? help(look) : undefined}>
      <figcaption>{title}</figcaption>
      <div
        className={width > widestMap ? 'map-frame' : undefined}
        tabIndex={0}
        role="application"
        aria-label={label}
        onKeyDown={move}
        onBlur={() => setMarked(null)}
      >
        <HeatMap
          values={lane[when].values}
          factors={lane[when].factors}
          rows={features}
          columns={features}
          onPoint={setMarked}
          picture={pictures?.[index]?.[when]}
          {...{ label, shading, width, marked }}
        />
      </div>
    </figure>
  );
}

function help({ treatment }: CovarianceLook): string {
  return treatment === 'whitened' ? text.whitenedHelp : text.scaledHelp;
}
