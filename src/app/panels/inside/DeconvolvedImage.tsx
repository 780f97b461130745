import { useState, type ReactNode } from 'react';
import type { DeconvolvedImageLook } from '../../../train/probes/probe.ts';
import { laneName } from '../../../train/parse.ts';
import { significant } from '../../../util/format.ts';
import { useRun } from '../../context.ts';
import { signed } from '../../maps/colors.ts';
import { MapLegend } from '../../maps/MapLegend.tsx';
import { LaneViews, Looked, Waiting } from './LaneViews.tsx';
import { MapTiles } from '../../maps/MapTiles.tsx';
import { Playback } from './Playback.tsx';
import { strings } from '../../strings.ts';
import { looksStrings } from '../../looksStrings.ts';
import { useImageRequest } from './useImageRequest.ts';
import { useLook } from './useLook.ts';

const text = strings.looks;

const words = looksStrings.deconvolved;
/** Frames differ in strength by orders of magnitude, so each is drawn in units of its own deviation, which is printed. */
const deviationsShown = 3;
const frameMs = 250;

/** The chosen image as the layer whitens it, from blurred to sharp along the iterations. */
export default function DeconvolvedImage({ layer }: { layer: number }): ReactNode {
  const kind = useRun(({ ready }) => ready?.layers[layer]?.kind ?? null);
  const request = useImageRequest('deconvolvedImage', layer);
  const look = useLook(kind === 'linear' ? null : request);
  const [chosen, setChosen] = useState<number | null>(null);
  if (kind === 'linear') return <p className="caption">{words.linear}</p>;
  if (!request) return <p className="caption">{text.noImage}</p>;
  if (!look) return <Waiting />;
  const own = look.lanes.find((lane) => lane?.iterations)?.iterations ?? 0;
  const last = Math.max(...look.lanes.map((lane) => (lane ? lane.frames.length - 1 : 0)));
  const t = Math.min(chosen ?? own, last);
  return (
    <>
      <div className="inside-tools">
        {last > 0 && (
          <>
            <Playback
              label={words.iterations}
              play={words.play}
              {...{ last, hold: text.hold, frameMs }}
              at={t}
              onChoose={setChosen}
              readout={String(t)}
            />
            <span className="caption">{words.own(own)}</span>
          </>
        )}
        <MapLegend shading={signed(deviationsShown)} format={(value) => `${significant(value, 1)}σ`} />
        <Looked {...look} />
      </div>
      <LaneViews
        lanes={look.lanes}
        view={(lane, index) => <Frame lane={lane} t={Math.min(t, lane.frames.length - 1)} index={index} />}
      />
    </>
  );
}

const noMaps = new Float32Array();

function Frame({ lane, t, index }: { lane: DeconvolvedImageLook; t: number; index: number }): ReactNode {
  const { frames, deviations, shown, channels, height, width } = lane;
  const deviation = deviations[t] || 1;
  return (
    <>
      <MapTiles
        {...{ shown, height, width }}
        maps={frames[t] ?? noMaps}
        shading={signed(deviationsShown * deviation)}
        tile={140}
        perRow={4}
        label={words.image(laneName(index), t)}
      />
      <p className="caption">
        {lane.iterations === null ? `${words.plain} · ` : ''}
        {lane.iterations !== null && lane.inverseSqrt === 'quintic'
          ? `${words.quintics(lane.iterations)} · `
          : ''}
        {words.unit(significant(deviation))}
        {channels > 1 ? ` · ${words.shown(shown, channels)}` : ''}
      </p>
    </>
  );
}
