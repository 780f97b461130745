import { layerExamples, maxLayers } from '../nn/own/layerList.ts';
import type { LaneConfig, TrainConfig } from './config.ts';

/** Keys of `Target` whose values are of type `Value`. */
type KeysOf<Target, Value> = {
  [Key in keyof Target]-?: Target[Key] extends Value ? Key : never;
}[keyof Target] &
  string;

interface FieldBase {
  /** Name as shown beside the control; with the unit where it has one. */
  readonly label: string;
  /** One sentence for tooltips, `--help` and the documentation. */
  readonly help: string;
  readonly group: 'data' | 'network' | 'training' | 'run';
  /** The value may change while a run goes on. */
  readonly isLive?: boolean;
}

export interface NumberField<Target> extends FieldBase {
  readonly kind: 'number' | 'integer';
  readonly key: KeysOf<Target, number | null>;
  readonly min: number;
  readonly max: number;
  readonly default: number | null;
  /**
   * What no value means ("all images"; "the model's own", which a lane's label may follow); absent when a value is
   * required.
   */
  readonly nullMeans?: string;
}

export interface ChoiceField<Target> extends FieldBase {
  readonly kind: 'choice';
  readonly key: KeysOf<Target, string>;
  readonly choices: readonly { readonly value: string; readonly label: string }[];
  readonly default: string;
}

export interface BooleanField<Target> extends FieldBase {
  readonly kind: 'boolean';
  readonly key: KeysOf<Target, boolean>;
  readonly default: boolean;
}

export interface LanesField extends FieldBase {
  readonly kind: 'lanes';
  readonly key: 'lanes';
  readonly min: number;
  readonly max: number;
  readonly default: readonly LaneConfig[];
}

export interface LayersField extends FieldBase {
  readonly kind: 'layers';
  readonly key: 'layers';
  readonly default: string;
}

/** A field with one plain value. */
export type ValueField<Target> = NumberField<Target> | ChoiceField<Target> | BooleanField<Target>;
export type Field = ValueField<TrainConfig> | LanesField | LayersField;
export type LaneField = ValueField<LaneConfig>;

/** Choices by value and label. */
export const choices = (labels: Readonly<Record<string, string>>) =>
  Object.entries(labels).map(([value, label]) => ({ value, label }));

export const normalizationLabels: Readonly<Record<LaneConfig['normalization'], string>> = {
  none: 'none',
  batch: 'batch norm',
  deconv: 'network deconvolution',
};

export const inverseSqrtLabels: Readonly<Record<LaneConfig['inverseSqrt'], string>> = {
  newtonSchulz: 'Newton-Schulz',
  quintic: 'quintic, converged',
};

/** `0 to 100`, `sgd, adam, adamw`: what a field takes, for errors and help. */
export function validValues(field: Field | LaneField): string {
  switch (field.kind) {
    case 'number':
      return `a number from ${field.min} to ${field.max}`;
    case 'integer':
      return `a whole number from ${field.min} to ${field.max}`;
    case 'choice':
      return `one of ${field.choices.map(({ value }) => value).join(', ')}`;
    case 'boolean':
      return 'true or false';
    case 'layers':
      return `up to ${maxLayers} such as ${layerExamples}, separated by commas`;
    case 'lanes':
      return `${field.min} to ${field.max} of ${Object.keys(normalizationLabels).join(', ')}, separated by commas`;
  }
}
