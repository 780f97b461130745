import { useMemo, type ReactNode } from 'react';
import type { ActivationsLook } from '../../../train/probes/probe.ts';
import { laneName } from '../../../train/parse.ts';
import { percent, significant } from '../../../util/format.ts';
import { signed } from '../../maps/colors.ts';
import { MapLegend } from '../../maps/MapLegend.tsx';
import { LaneViews, Looked, Numbers, Waiting } from './LaneViews.tsx';
import { LinePlot } from '../../charts/LinePlot.tsx';
import { MapTiles } from '../../maps/MapTiles.tsx';
import { OwnScale } from './OwnScale.tsx';
import { useRun } from '../../context.ts';
import { strings } from '../../strings.ts';
import { looksStrings } from '../../looksStrings.ts';
import { useImageRequest } from './useImageRequest.ts';
import { useLook } from './useLook.ts';
import { useScale } from './useScale.ts';

const text = strings.looks;

const words = looksStrings.activations;

/** What the layer makes of the chosen image in every lane, and how its values are distributed. */
export default function Activations({ layer }: { layer: number }): ReactNode {
  const isLast = useRun(({ ready }) => layer === (ready?.layers.length ?? 0) - 1);
  const request = useImageRequest('activations', layer);
  const look = useLook(request);
  const scale = useScale(
    `activations ${layer}`,
    useMemo(() => {
      let size = 0;
      for (const lane of look?.lanes ?? [])
        for (const value of lane?.maps ?? []) if (Math.abs(value) > size) size = Math.abs(value);
      return size;
    }, [look]),
  );
  const shading = useMemo(() => signed(scale), [scale]);
  if (!request) return <p className="caption">{text.noImage}</p>;
  if (!look) return <Waiting />;
  return (
    <>
      <div className="inside-tools">
        <MapLegend shading={shading} />
        <OwnScale />
        <span className="caption">{isLast ? words.logits : words.output}</span>
        <Looked {...look} />
      </div>
      <LaneViews
        lanes={look.lanes}
        view={(lane, index) => (
          <>
            <Numbers
              of={[
                [words.kurtosis, significant(lane.distribution.kurtosis)],
                [words.nearZero, percent(lane.distribution.nearZero)],
                [words.hoyer, significant(lane.distribution.hoyer)],
                [words.deviation, significant(lane.distribution.deviation)],
              ]}
            />
            <MapTiles
              {...lane}
              shading={shading}
              label={words.maps(lane.shown, lane.channels, laneName(index))}
            />
          </>
        )}
      />
      <div className="inside-plots">
        <LinePlot
          title={words.histogram}
          xLabel={words.histogramX}
          isLogY
          lines={look.lanes.flatMap((lane, index) =>
            lane ? [{ name: laneName(index), lane: index, points: densityOf(lane) }] : [],
          )}
        />
      </div>
    </>
  );
}

function densityOf({ distribution: { density, range } }: ActivationsLook) {
  const width = (2 * range) / density.length;
  return Array.from(density, (value, i) => [(i + 0.5) * width - range, value] as const);
}
