import { useState, type ReactNode } from 'react';
import { grouped, significant } from '../../../util/format.ts';
import { NumberControl } from '../../components/NumberControl.tsx';
import { useRun } from '../../context.ts';
import { signed } from '../../maps/colors.ts';
import { MapLegend } from '../../maps/MapLegend.tsx';
import { exploreStrings } from '../../exploreStrings.ts';
import { MapTiles } from '../../maps/MapTiles.tsx';
import { Asked } from './Asked.tsx';
import { Thumbnail } from './Thumbnail.tsx';
import { useAnswer } from './useAnswer.ts';

const text = exploreStrings.one;
/** Ends of the scale, in units of each map's own deviation. */
const deviationsShown = 3;

/** One training image raw, augmented, normalised, and whitened by more and more iterations. */
export function ImageViews({
  index,
  onChoose,
}: {
  index: number;
  onChoose: (index: number) => void;
}): ReactNode {
  const count = useRun(({ growth, ready }) => growth?.count ?? ready?.trainSize ?? 1);
  const { answer, failure } = useAnswer({ type: 'imageViews', index: Math.min(index, count - 1) });
  const [chosen, setChosen] = useState<number | null>(null);
  if (!answer) return <Asked failure={failure} />;
  const { raw, augmented, normalized, whitened, iterations, eps, kernelSize } = answer;
  const t = Math.min(chosen ?? iterations, whitened.length - 1);
  return (
    <div className="explore-one">
      <div className="inside-tools">
        <NumberControl
          label={text.index}
          field={{ kind: 'integer', min: 0, max: Math.max(0, count - 1), help: text.indexHelp }}
          value={index}
          onCommit={(value) => onChoose(value ?? 0)}
        />
        <span className="caption">{text.of(grouped(count))}</span>
        <MapLegend shading={signed(deviationsShown)} format={(value) => `${significant(value, 1)}σ`} />
      </div>
      <div className="explore-views">
        <figure>
          <Thumbnail image={raw} label={text.raw(raw.label)} />
          <figcaption>{text.raw(raw.label)}</figcaption>
        </figure>
        <figure className="explore-draws">
          <div>
            {augmented.map((image, i) => (
              <Thumbnail key={i} image={image} label={text.augmented} />
            ))}
          </div>
          <figcaption>{augmented.length > 0 ? text.augmented : text.unaugmented}</figcaption>
        </figure>
        <figure>
          <Maps values={normalized} image={raw} label={text.normalized} />
        </figure>
        <figure>
          <Maps values={whitened[t]!} image={raw} label={text.whitened(kernelSize, eps.toExponential(0))} />
          <label className="explore-iterations">
            {text.iterations}
            <input
              type="range"
              min={0}
              max={whitened.length - 1}
              value={t}
              onChange={(event) => setChosen(event.target.valueAsNumber)}
            />
            <output className="value" aria-live="off">
              {t}
            </output>
          </label>
          <p className="caption">{text.standard(iterations)}</p>
        </figure>
      </div>
      <p className="caption">{text.about}</p>
    </div>
  );
}

/** Channels of an image as maps, in units of the deviation of all of them. */
function Maps({
  values,
  image,
  label,
}: {
  values: Float32Array;
  image: { readonly channels: number; readonly height: number; readonly width: number };
  label: string;
}): ReactNode {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const deviation =
    Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length) || 1;
  const { channels, height, width } = image;
  return (
    <>
      <MapTiles
        maps={values}
        shown={channels}
        {...{ height, width, label }}
        shading={signed(deviationsShown * deviation)}
        tile={104}
        perRow={3}
      />
      <figcaption>
        {label} · {text.unit(significant(deviation))}
      </figcaption>
    </>
  );
}
