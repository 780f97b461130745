import type { ReactNode } from 'react';
import { MetricChart } from '../charts/MetricChart.tsx';
import { CheckControl } from '../components/controls.tsx';
import { useLab, useView } from '../context.ts';

const text = {
  smoothing: 'Smoothing',
  log: 'log y',
  zoom: 'zoom y',
  table: 'Table',
};

/** Loss above accuracy, over the same steps and with one cursor. */
export function Charts(): ReactNode {
  const { view } = useLab();
  const { smoothing, isLossLogarithmic, isAccuracyZoomed, isLossTable, isAccuracyTable } = useView(
    (state) => state,
  );
  return (
    <>
      <MetricChart metric="loss" title="Loss" isTable={isLossTable}>
        <label>
          {text.smoothing}
          <input
            type="range"
            min={0}
            max={0.99}
            step={0.01}
            value={smoothing}
            onChange={(event) => view.setState({ smoothing: event.target.valueAsNumber })}
          />
          <span className="value">{smoothing.toFixed(2)}</span>
        </label>
        <CheckControl
          label={text.log}
          isChecked={isLossLogarithmic}
          onToggle={(isChecked) => view.setState({ isLossLogarithmic: isChecked })}
        />
        <TableButton isPressed={isLossTable} onPress={() => view.setState({ isLossTable: !isLossTable })} />
      </MetricChart>
      <MetricChart metric="accuracy" title="Accuracy" isTable={isAccuracyTable}>
        <CheckControl
          label={text.zoom}
          isChecked={isAccuracyZoomed}
          onToggle={(isChecked) => view.setState({ isAccuracyZoomed: isChecked })}
        />
        <TableButton
          isPressed={isAccuracyTable}
          onPress={() => view.setState({ isAccuracyTable: !isAccuracyTable })}
        />
      </MetricChart>
    </>
  );
}

function TableButton({ isPressed, onPress }: { isPressed: boolean; onPress: () => void }): ReactNode {
  return (
    <button type="button" className="plain-button" aria-pressed={isPressed} onClick={onPress}>
      {text.table}
    </button>
  );
}
