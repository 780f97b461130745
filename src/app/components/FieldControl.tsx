import type { ReactNode } from 'react';
import type { LaneConfig, TrainConfig } from '../../train/config.ts';
import { fields } from '../../train/fields.ts';
import { laneFields } from '../../train/laneFields.ts';
import type { ValueField } from '../../train/field.ts';
import { useConfig, useLab } from '../context.ts';
import { useIsHidden } from '../access.ts';
import { setConfig, setLane } from '../store/config.ts';
import { CheckControl, ChoiceControl } from './controls.tsx';
import { NumberControl, type NumberProps } from './NumberControl.tsx';

type Value = number | string | boolean | null;

interface ValueProps {
  readonly field: ValueField<TrainConfig> | ValueField<LaneConfig>;
  readonly label: string;
  readonly value: Value;
  readonly onChange: (value: Value) => void;
  readonly isInline?: boolean | undefined;
  readonly isDisabled?: boolean;
  /** What shows a number. Default: a box to type it into. */
  readonly control?: NumberDisplay | undefined;
}

type NumberDisplay = (props: NumberProps) => ReactNode;

/** The control that fits a field's kind. */
function ValueControl({
  field,
  label,
  value,
  onChange,
  isInline = false,
  isDisabled = false,
  control: Control = NumberControl,
}: ValueProps): ReactNode {
  switch (field.kind) {
    case 'choice':
      return (
        <ChoiceControl
          label={label}
          help={field.help}
          choices={field.choices}
          value={String(value)}
          onChoose={onChange}
          isInline={isInline}
          isDisabled={isDisabled}
        />
      );
    case 'boolean':
      return (
        <CheckControl
          label={label}
          help={field.help}
          isChecked={value === true}
          isDisabled={isDisabled}
          onToggle={onChange}
        />
      );
    case 'number':
    case 'integer':
      return (
        <Control
          field={field}
          label={label}
          value={typeof value === 'number' ? value : null}
          isDisabled={isDisabled}
          onCommit={onChange}
        />
      );
  }
}

type SettingKey = Exclude<keyof TrainConfig, 'version' | 'lanes' | 'layers'>;

interface FieldProps extends Pick<ValueProps, 'isInline' | 'control'> {
  readonly name: SettingKey;
}

/** The control of one setting, straight from the table of fields. */
export function FieldControl({ name, ...look }: FieldProps): ReactNode {
  const { config: store } = useLab();
  const value = useConfig(({ config }) => config[name]);
  const field = fields.find(({ key }) => key === name);
  const isLocked = useConfig(({ locked }) => locked.includes(name));
  const isHidden = useIsHidden(name);
  if (!field || field.kind === 'lanes' || field.kind === 'layers')
    throw new Error(`internal error: no field ${name}`);
  if (isHidden) return null;
  return (
    <ValueControl
      field={field}
      isDisabled={isLocked}
      label={field.label}
      value={value}
      {...look}
      onChange={(next) => setConfig(store, { [name]: next })}
    />
  );
}

interface LaneFieldProps {
  readonly name: keyof LaneConfig;
  readonly lane: number;
  readonly label: string;
}

/** The control of one option of one lane. */
export function LaneFieldControl({ name, lane, label }: LaneFieldProps): ReactNode {
  const { config: store } = useLab();
  const value = useConfig(({ config }) => config.lanes[lane]?.[name] ?? null);
  const field = laneFields.find(({ key }) => key === name);
  if (!field) throw new Error(`internal error: no lane field ${name}`);
  return (
    <ValueControl
      field={field}
      label={label}
      value={value}
      onChange={(next) => setLane(store, lane, { [name]: next })}
    />
  );
}
