import type { ReactNode } from 'react';
import type { StepLook } from '../../../train/probes/probe.ts';
import { laneName } from '../../../train/parse.ts';
import { grouped, percent, significant } from '../../../util/format.ts';
import { signed } from '../../maps/colors.ts';
import { MapLegend } from '../../maps/MapLegend.tsx';
import { Thumbnail } from '../../components/Thumbnail.tsx';
import { looksStrings } from '../../looksStrings.ts';
import { slowMotionStrings } from '../../slowMotionStrings.ts';
import { Numbers } from './LaneViews.tsx';
import { MapTiles } from '../../maps/MapTiles.tsx';
import { Matrix, Tiles } from './figures.tsx';

const text = slowMotionStrings;

interface PhaseProps {
  readonly lane: StepLook;
  readonly index: number;
  /** End of the scale that all lanes share. */
  readonly size: number;
}

interface Phase {
  readonly name: PhaseName;
  readonly View: (props: PhaseProps) => ReactNode;
  /** Largest magnitude that a lane has to show. */
  readonly sizeOf: (lane: StepLook) => number;
}

export type PhaseName = keyof typeof text.titles;

/** In the order in which a step goes through them. */
export const phases: readonly Phase[] = [
  { name: 'batch', View: Batch, sizeOf: () => 1 },
  { name: 'patches', View: Patches, sizeOf: ({ patches }) => largest(patches.kernels?.values) },
  { name: 'covariance', View: Covariance, sizeOf: ({ covariance }) => largest(covariance.values) },
  { name: 'deconv', View: Deconv, sizeOf: ({ deconv }) => largest(deconv?.values) },
  {
    name: 'effective',
    View: Effective,
    sizeOf: ({ kernels: { weight, effective } }) =>
      Math.max(largest(weight.values), largest(effective?.values)),
  },
  { name: 'forward', View: Forward, sizeOf: ({ output }) => largest(output.maps) },
  { name: 'loss', View: Loss, sizeOf: () => 1 },
  { name: 'backward', View: Backward, sizeOf: ({ gradient }) => largest(gradient.kernels.values) },
  { name: 'update', View: Update, sizeOf: ({ update }) => largest(update.kernels.values) },
];

function largest(values: Float32Array = new Float32Array()): number {
  return values.reduce((size, value) => Math.max(size, Math.abs(value)), 0);
}

function Batch({ lane: { images, batchSize } }: PhaseProps): ReactNode {
  return (
    <>
      <Numbers of={[[text.images, grouped(batchSize)]]} />
      <ul className="slow-images">
        {images.map((image, i) => (
          <li key={i}>
            <Thumbnail image={image} />
            {image.label}
          </li>
        ))}
      </ul>
    </>
  );
}

function Patches({ lane: { patches }, index, size }: PhaseProps): ReactNode {
  const { rows, features, kernels } = patches;
  return (
    <>
      <Numbers
        of={[
          [text.patches, grouped(rows)],
          [text.features, grouped(features)],
        ]}
      />
      {kernels ? (
        <Tiles grid={kernels} title={text.somePatches} {...{ index, size }} />
      ) : (
        <p className="caption">{text.singleFeatures}</p>
      )}
    </>
  );
}

function Covariance({ lane: { covariance, patches }, index, size }: PhaseProps): ReactNode {
  return (
    <>
      <Numbers of={[[text.offDiagonal, significant(covariance.offDiagonalEnergy)]]} />
      <Matrix values={covariance.values} title={text.covariance} {...{ patches, index, size }} />
    </>
  );
}

function Deconv({ lane: { deconv, covariance, patches }, index, size }: PhaseProps): ReactNode {
  if (!deconv) return <p className="caption">{text.noDeconv}</p>;
  const { after, inverseSqrt, iterations, isKept, values } = deconv;
  return (
    <>
      <Numbers
        of={[
          [text.iterations[inverseSqrt], String(iterations)],
          [
            text.offDiagonal,
            `${significant(covariance.offDiagonalEnergy)} → ${significant(after.offDiagonalEnergy)}`,
          ],
        ]}
      />
      {isKept && <p className="caption">{text.kept}</p>}
      <div className="inside-pair">
        <Matrix values={values} title={text.deconv} {...{ patches, index, size }} />
        <Matrix values={after.values} title={text.after} size={1} {...{ patches, index }} />
      </div>
    </>
  );
}

function Effective({ lane: { kernels, deconv }, index, size }: PhaseProps): ReactNode {
  return (
    <>
      {!kernels.effective && <p className="caption">{deconv ? text.inFront : text.sameWeight}</p>}
      <div className="inside-pair">
        <Tiles grid={kernels.weight} title={text.weight} {...{ index, size }} />
        {kernels.effective && <Tiles grid={kernels.effective} title={text.effective} {...{ index, size }} />}
      </div>
    </>
  );
}

function Forward({ lane: { output }, index, size }: PhaseProps): ReactNode {
  const shading = signed(size);
  return (
    <figure className="inside-matrix">
      <MapTiles
        {...output}
        shading={shading}
        label={looksStrings.activations.maps(output.shown, output.channels, laneName(index))}
      />
      <MapLegend shading={shading} />
    </figure>
  );
}

function Loss({ lane }: PhaseProps): ReactNode {
  const { loss, accuracy, batchSize, images, probabilities, classes } = lane;
  const likeliest = [...probabilities.keys()].sort((a, b) => probabilities[b]! - probabilities[a]!);
  const [first] = images;
  return (
    <>
      <Numbers
        of={[
          [text.loss, significant(loss)],
          [text.right, `${Math.round(accuracy * batchSize)} / ${batchSize}`],
        ]}
      />
      <div className="slow-answer">
        {first && <Thumbnail image={first} />}
        <Numbers
          of={likeliest.slice(0, 4).map((k) => {
            const name = classes[k] ?? '';
            return [name === first?.label ? text.trueClass(name) : name, percent(probabilities[k]!)] as const;
          })}
        />
      </div>
    </>
  );
}

function Backward({ lane: { gradient }, index, size }: PhaseProps): ReactNode {
  return (
    <>
      <Numbers of={[[text.gradientNorm, significant(gradient.norm)]]} />
      <Tiles grid={gradient.kernels} title={text.gradient} {...{ index, size }} />
    </>
  );
}

function Update({ lane, index, size }: PhaseProps): ReactNode {
  const { update, weightNorm, learningRate } = lane;
  return (
    <>
      <Numbers
        of={[
          [text.learningRate, significant(learningRate)],
          [text.updateNorm, significant(update.norm)],
          [text.weightNorm, significant(weightNorm)],
          [text.ratio, significant(update.norm / weightNorm)],
        ]}
      />
      <Tiles grid={update.kernels} title={text.update} {...{ index, size }} />
    </>
  );
}
