import type { ReactNode } from 'react';
import { MetricChart } from '../charts/MetricChart.tsx';
import { CheckControl } from '../components/controls.tsx';
import { useLab, useView } from '../context.ts';
import { useIsHidden } from '../access.ts';
import { strings } from '../strings.ts';

const text = strings.charts;

/** Loss, accuracy and learning rate below each other, over the same x axis and with one cursor. */
export function Charts(): ReactNode {
  const { view } = useLab();
  const isLossLogarithmic = useView((state) => state.isLossLogarithmic);
  const isAccuracyZoomed = useView((state) => state.isAccuracyZoomed);
  const hasNoRate = useIsHidden('learningRateChart');
  return (
    <>
      <MetricChart metric="loss">
        <CheckControl
          label={text.log}
          isChecked={isLossLogarithmic}
          onToggle={(isChecked) => view.setState({ isLossLogarithmic: isChecked })}
        />
      </MetricChart>
      <MetricChart metric="accuracy">
        <CheckControl
          label={text.zoom}
          isChecked={isAccuracyZoomed}
          onToggle={(isChecked) => view.setState({ isAccuracyZoomed: isChecked })}
        />
      </MetricChart>
      {!hasNoRate && <MetricChart metric="learningRate" />}
    </>
  );
}
