import type { ReactNode } from 'react';
import { ChoiceControl } from '../components/controls.tsx';
import { useConfig, useLab } from '../context.ts';
import { presets, presetConfig, presetOf } from '../presets.ts';
import { setConfig } from '../store/config.ts';
import { strings } from '../strings.ts';

const text = strings.presets;

/** Settings by name; what to expect of the chosen one is said above the charts. */
export function PresetChoice(): ReactNode {
  const { config: store, view, controller } = useLab();
  const chosen = useConfig(({ config }) => presetOf(config));
  return (
    <ChoiceControl
      label={text.label}
      help={chosen?.expect ?? text.help}
      isInline
      choices={[
        ...(chosen ? [] : [{ value: '', label: text.own }]),
        ...presets.map(({ name, title }) => ({ value: name, label: title })),
      ]}
      value={chosen?.name ?? ''}
      onChoose={(name) => {
        const preset = presets.find((candidate) => candidate.name === name);
        if (!preset) return;
        setConfig(store, presetConfig(preset, store.getState().config));
        if (preset.axis) view.setState({ axis: preset.axis });
        controller.reset();
      }}
    />
  );
}
