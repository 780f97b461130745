import type { ReactNode } from 'react';
import { CheckControl } from '../components/controls.tsx';
import { useLab, useView } from '../context.ts';
import { holdReasons, knowsBattery, saveHolds } from '../holding.ts';
import { strings } from '../strings.ts';

const text = strings.holding;

/** For what of the device a run holds, and goes on afterwards. A matter of this browser, not of the run. */
export function HoldChoices(): ReactNode {
  const { view } = useLab();
  const holds = useView((state) => state.holds);
  return holdReasons
    .filter((reason) => reason !== 'battery' || knowsBattery())
    .map((reason) => (
      <div key={reason} className="disclosure-check">
        <CheckControl
          label={text.labels[reason]}
          help={text.help}
          isChecked={holds.includes(reason)}
          onToggle={(isChecked) => {
            const next = holdReasons.filter((each) => (each === reason ? isChecked : holds.includes(each)));
            view.setState({ holds: next });
            saveHolds(next);
          }}
        />
      </div>
    ));
}
