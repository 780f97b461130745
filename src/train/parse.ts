import { UserError } from '../util/assert.ts';
import { findModel } from '../nn/models/catalogue.ts';
import { formatLayers, parseLayers } from '../nn/own/layerList.ts';
import { defaultConfig, defaultLane, type LaneConfig, type TrainConfig } from './config.ts';
import { fields } from './fields.ts';
import { laneFields } from './laneFields.ts';
import { normalizationLabels, validValues, type Field, type LaneField, type LanesField } from './field.ts';

export interface ParsedConfig {
  readonly config: TrainConfig;
  /** One sentence for each value that was not used: field, value, what is valid. */
  readonly problems: readonly string[];
}

/**
 * Reads a configuration from anything: a JSON file, the pairs of an address, a message. Numbers and truth values
 * may be text, lanes may be `batch,deconv:blockSize=16`. What is missing or bad takes its default.
 */
export function parseConfig(input: unknown): ParsedConfig {
  const problems: string[] = [];
  if (!isRecord(input)) {
    problems.push(`The configuration is ${show(input)}; it must be an object. The defaults are used.`);
    return { config: defaultConfig, problems };
  }
  const { version, ...rest } = input;
  if (version !== undefined && version !== 1 && version !== '1')
    problems.push(`The configuration has version ${show(version)}; this program reads version 1.`);
  const config = parseRecord<TrainConfig>(
    rest,
    { fields, defaults: defaultConfig, what: 'setting' },
    problems,
  );
  return { config, problems };
}

/**
 * As {@link parseConfig}, for where a bad value must not pass.
 *
 * @throws UserError with all problems.
 */
export function parseConfigStrictly(input: unknown): TrainConfig {
  const { config, problems } = parseConfig(input);
  if (problems.length > 0) throw new UserError(problems.join('\n'));
  return config;
}

/** `batch,deconv:blockSize=16:iterations=7` -> lanes; `deconv` with only the options that differ from the default. */
export function parseLanes(text: string, problems: string[]): LaneConfig[] {
  return text
    .split(',')
    .filter((part) => part.trim() !== '')
    .map((part) => {
      const [normalization = '', ...options] = part.trim().split(':');
      const pairs = options.map((option): [string, string] => {
        const equals = option.indexOf('=');
        return equals < 0 ? [option, ''] : [option.slice(0, equals), option.slice(equals + 1)];
      });
      return parseLane({ ...Object.fromEntries(pairs), normalization }, problems);
    });
}

/** Inverse of {@link parseLanes}. */
export function formatLanes(lanes: readonly LaneConfig[]): string {
  return lanes
    .map((lane) =>
      [lane.normalization, ...laneOptions(lane).map(([key, value]) => `${key}=${value}`)].join(':'),
    )
    .join(',');
}

/** The settings that differ from the default, as text: for an address. `parseConfig` reads them back. */
export function compactConfig(config: TrainConfig): [key: string, value: string][] {
  const { takesLayers } = findModel(config.model);
  return fields.flatMap((field): [string, string][] => {
    if (field.kind === 'layers' && !takesLayers) return [];
    const text = formatValue(config, field);
    return text === formatValue(defaultConfig, field) ? [] : [[field.key, text]];
  });
}

/** One sentence that says what distinguishes the lanes of a run. */
export function describeDifference(lanes: readonly LaneConfig[]): string {
  if (lanes.length < 2) return 'There is one network.';
  const differing = differingOptions(lanes);
  if (differing.length === 0) return 'The networks are the same.';
  const names = differing.map(plainLabel);
  const values = lanes.map((lane, index) => {
    const own = differing.filter(({ key }) => laneFieldApplies(lane, key));
    const parts = own.map((field) => describeOption(lane, field));
    return `${laneName(index)} ${parts.join(', ') || normalizationLabels[lane.normalization]}`;
  });
  return `The networks differ only in ${joinWords(names)}: ${values.join('; ')}.`;
}

/** Options in which lanes differ that they matter to. */
export function differingOptions(lanes: readonly LaneConfig[]): LaneField[] {
  return laneFields.filter(
    ({ key }) =>
      new Set(lanes.filter((lane) => laneFieldApplies(lane, key)).map((lane) => lane[key])).size > 1,
  );
}

/** `batch norm`, `block size 16`, `freeze the first layer: off`, `the model's own iterations of the first layer`. */
export function describeOption(lane: LaneConfig, field: LaneField): string {
  if (field.key === 'normalization') return normalizationLabels[lane.normalization];
  const name = plainLabel(field);
  const value = lane[field.key];
  if (field.kind === 'boolean') return `${name}: ${value === true ? 'on' : 'off'}`;
  if (field.kind === 'choice')
    return `${name} ${field.choices.find((choice) => choice.value === value)?.label ?? String(value)}`;
  return value === null ? `${field.nullMeans ?? 'no'} ${name}` : `${name} ${value}`;
}

/** The label within a sentence on one lane, without its unit. */
function plainLabel({ label }: LaneField): string {
  return lowerFirst(label.replace(/ \(.*\)$/, '').replace(/^Own /, ''));
}

/** A, B, C, D. */
export function laneName(index: number): string {
  return String.fromCharCode(65 + index);
}

function parseLane(input: unknown, problems: string[]): LaneConfig {
  if (typeof input === 'string') return parseLanes(input, problems)[0] ?? defaultLane;
  if (!isRecord(input)) {
    problems.push(`A lane is ${show(input)}; it must be an object or text such as deconv:blockSize=16.`);
    return defaultLane;
  }
  return parseRecord<LaneConfig>(
    input,
    { fields: laneFields, defaults: defaultLane, what: 'lane option' },
    problems,
  );
}

interface Table<Target> {
  readonly fields: readonly (Field | LaneField)[];
  readonly defaults: Target;
  readonly what: string;
}

function parseRecord<Target extends object>(
  input: Readonly<Record<string, unknown>>,
  { fields: table, defaults, what }: Table<Target>,
  problems: string[],
): Target {
  const known = table.map((field): string => field.key);
  const others = Object.keys(input).filter((key) => !known.includes(key));
  if (others.length > 0)
    problems.push(`There is no ${what} ${firstOf(others)}; known are ${known.join(', ')}.`);
  const given = table.filter(({ key }) => input[key] !== undefined);
  const values = given.flatMap((field): [string, unknown][] => {
    try {
      const value =
        field.kind === 'lanes'
          ? parseLanesField(field, input[field.key], problems)
          : parseValue(field, input[field.key]);
      if (value !== undefined) return [[field.key, value]];
      problems.push(
        `${field.label} (${field.key}) is ${show(input[field.key])}; valid is ${validValues(field)}.`,
      );
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      problems.push(`${field.label} (${field.key}): ${error.message}`);
    }
    return [];
  });
  return { ...defaults, ...Object.fromEntries(values) };
}

/**
 * The value as its field's type, or undefined when it is not valid.
 *
 * @throws UserError for layers, where it can say more than what is valid.
 */
function parseValue(
  field: Exclude<Field, LanesField> | LaneField,
  input: unknown,
): number | string | boolean | null | undefined {
  switch (field.kind) {
    case 'boolean':
      if (input === true || input === 'true') return true;
      return input === false || input === 'false' ? false : undefined;
    case 'layers':
      return typeof input === 'string' ? formatLayers(parseLayers(input)) : undefined;
    case 'choice':
      return field.choices.some(({ value }) => value === input) ? (input as string) : undefined;
    case 'number':
    case 'integer': {
      if (field.nullMeans !== undefined && (input === null || input === '' || input === 'null')) return null;
      const value = typeof input === 'string' && input.trim() !== '' ? Number(input) : input;
      if (typeof value !== 'number' || !(value >= field.min && value <= field.max)) return undefined;
      return field.kind === 'integer' && !Number.isInteger(value) ? undefined : value;
    }
  }
}

function parseLanesField(field: LanesField, input: unknown, problems: string[]): LaneConfig[] | undefined {
  if (typeof input !== 'string' && !Array.isArray(input)) return undefined;
  const laneProblems: string[] = [];
  const lanes =
    typeof input === 'string'
      ? parseLanes(input, laneProblems)
      : input.map((lane) => parseLane(lane, laneProblems));
  if (lanes.length < field.min || lanes.length > field.max) return undefined;
  problems.push(...laneProblems);
  return lanes;
}

function formatValue(config: TrainConfig, field: Field): string {
  return field.kind === 'lanes' ? formatLanes(config.lanes) : String(config[field.key]);
}

/** Options of a lane that differ from the default and matter to it. */
function laneOptions(lane: LaneConfig): [string, string][] {
  return laneFields
    .filter(
      ({ key }) => key !== 'normalization' && laneFieldApplies(lane, key) && lane[key] !== defaultLane[key],
    )
    .map(({ key }) => [key, String(lane[key])]);
}

const newtonSchulzOnly: readonly (keyof LaneConfig)[] = [
  'iterations',
  'firstIterations',
  'groupedIterations',
];

/** Whether an option matters to a lane of this kind. */
export function laneFieldApplies(lane: LaneConfig, key: keyof LaneConfig): boolean {
  if (key === 'normalization' || key === 'learningRate') return true;
  if (lane.normalization !== 'deconv') return false;
  return lane.inverseSqrt === 'newtonSchulz' || !newtonSchulzOnly.includes(key);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function show(value: unknown): string {
  const text = typeof value === 'string' ? `"${value}"` : (JSON.stringify(value) ?? String(value));
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}

/** `a, b, c and 7 others`: fit for a sentence however many and long the names are. */
export function firstOf(names: readonly string[]): string {
  const shown = names.slice(0, 3).map((name) => (name.length > 40 ? `${name.slice(0, 37)}...` : name));
  const rest = names.length - shown.length;
  return shown.join(', ') + (rest > 0 ? ` and ${rest} ${rest === 1 ? 'other' : 'others'}` : '');
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

function joinWords(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)!}`;
}
