import { UserError } from '../../util/assert.ts';
import type { TrainConfig } from '../config.ts';
import { parseConfigStrictly } from '../parse.ts';

/** A finished run, as it is kept in a JSON file. */
export interface RunResult {
  readonly version: 1;
  /** With one lane. */
  readonly config: TrainConfig;
  /** The GPU it ran on. */
  readonly adapter: string;
  /** When it ended, ISO 8601. */
  readonly date: string;
  /** Of training, evaluations and pauses not counted. */
  readonly seconds: number;
  /** After each epoch; accuracy is a share of one. */
  readonly evaluations: readonly {
    readonly step: number;
    readonly accuracy: number;
    /** Null when it was not finite. */
    readonly loss: number | null;
  }[];
  /** On the test set at the end, a share of one; null when the run broke off. */
  readonly accuracy: number | null;
  /** Why it broke off, else null. */
  readonly failure: string | null;
  /** Times that it was interrupted and went on from its checkpoint. */
  readonly interruptions: number;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isShare = (value: unknown): value is number => typeof value === 'number' && value >= 0 && value <= 1;

/** @throws UserError that names the file when it is no result of `reproduce`. */
export function parseResult(value: unknown, fileName: string): RunResult {
  const fail = (fault: string): never => {
    throw new UserError(`${fileName} is not a run of npm run reproduce: ${fault}.`);
  };
  if (!isRecord(value) || value.version !== 1) return fail('it has no version 1');
  const { config, adapter, date, seconds, evaluations, accuracy, failure, interruptions } = value;
  if (typeof adapter !== 'string' || typeof date !== 'string' || Number.isNaN(Date.parse(date)))
    return fail('adapter or date is missing');
  if (typeof seconds !== 'number' || typeof interruptions !== 'number')
    return fail('its seconds are missing');
  if (accuracy !== null && !isShare(accuracy)) return fail(`its accuracy is ${JSON.stringify(accuracy)}`);
  if (failure !== null && typeof failure !== 'string') return fail('its failure is no sentence');
  if (accuracy === null && failure === null) return fail('it has neither accuracy nor failure');
  if (
    !Array.isArray(evaluations) ||
    !evaluations.every((entry) => isRecord(entry) && isShare(entry.accuracy))
  )
    return fail('its evaluations are missing');
  const parsed = readConfig(config, fail);
  if (parsed.lanes.length !== 1) return fail(`it has ${parsed.lanes.length} lanes`);
  return {
    version: 1,
    config: parsed,
    adapter,
    date,
    seconds,
    accuracy,
    failure,
    interruptions,
    evaluations: evaluations as RunResult['evaluations'],
  };
}

function readConfig(config: unknown, fail: (fault: string) => never): TrainConfig {
  try {
    return parseConfigStrictly(config);
  } catch (error) {
    return fail(error instanceof Error ? error.message.replace(/\.$/, '') : String(error));
  }
}
