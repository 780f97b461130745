import type { ReactNode } from 'react';
import { CheckControl } from '../../components/controls.tsx';
import { useLab, useView } from '../../context.ts';
import { strings } from '../../strings.ts';

const text = strings.looks;

/** Whether maps keep one scale for the whole run or take that of each look; the same choice in all panels. */
export function OwnScale(): ReactNode {
  const { view } = useLab();
  const isOwnScale = useView((state) => state.isOwnScale);
  return (
    <CheckControl
      label={text.ownScale}
      help={text.ownScaleHelp}
      isChecked={isOwnScale}
      onToggle={(isChecked) => view.setState({ isOwnScale: isChecked })}
    />
  );
}
