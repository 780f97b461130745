import { useState, type ReactNode } from 'react';
import { grouped } from '../../../util/format.ts';
import { FieldControl } from '../../components/FieldControl.tsx';
import { NumberControl, type NumberProps } from '../../components/NumberControl.tsx';
import { noiseShares, trainSizes } from '../../components/slider.ts';
import { SliderControl } from '../../components/SliderControl.tsx';
import { useConfig, useRun } from '../../context.ts';
import { strings } from '../../strings.ts';
import { findRow } from '../../datasets/row.ts';

const text = strings.data;

/** How many images are used, how many labels are wrong, and whether images are augmented. */
export default function ImagesUsed(): ReactNode {
  return (
    <>
      <FieldControl name="trainSize" control={TrainSize} />
      <FieldControl name="labelNoise" control={LabelNoise} />
      <div className="control-grid">
        <FieldControl name="testSize" />
      </div>
      <div className="disclosure-check">
        <FieldControl name="augment" />
      </div>
    </>
  );
}

function TrainSize(number: NumberProps): ReactNode {
  const all = useTrainImages();
  if (all === null) return <NumberControl {...number} />;
  const format = (size: number | null) => (size === null ? text.all(grouped(all)) : grouped(size));
  return <SliderControl {...number} values={trainSizes(all)} format={format} />;
}

function LabelNoise(number: NumberProps): ReactNode {
  const format = (share: number | null) => `${Math.round(100 * (share ?? 0))} %`;
  return <SliderControl {...number} values={noiseShares} format={format} />;
}

/** Training images of the chosen set as loaded, or as its row says; null for images of one's own not yet counted. */
function useTrainImages(): number | null {
  const dataset = useConfig(({ config }) => config.dataset);
  const isWhole = useConfig(({ running }) => running?.dataset === dataset && running.trainSize === null);
  const loaded = useRun(({ growth, ready }) => (ready ? (growth?.total ?? ready.trainSize) : null));
  const [counted, setCounted] = useState({ dataset: '', count: 0 });
  const count = isWhole ? loaded : null;
  if (count !== null && (counted.dataset !== dataset || counted.count !== count))
    setCounted({ dataset, count });
  if (counted.dataset === dataset) return counted.count;
  const row = findRow(dataset);
  // Folders say what classes and images there are.
  return row && row.classes.length > 0 ? row.trainSize : null;
}
