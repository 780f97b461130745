import { Command, Option, type CommanderError } from 'commander';
import { UserError } from '../util/assert.ts';
import { defaultConfig, type TrainConfig } from '../train/config.ts';
import { fields } from '../train/fields.ts';
import { validValues, type Field } from '../train/field.ts';
import { formatLanes, parseConfigStrictly } from '../train/parse.ts';
import { findRecipe, recipes } from '../train/recipes.ts';

/** What the command line says, before anything is read or run. */
export interface TrainOptions {
  /** Settings given as options, by key; as text. */
  readonly settings: Readonly<Record<string, string>>;
  readonly data: string | undefined;
  readonly config: string | undefined;
  readonly json: string | undefined;
  /** Name of a recipe. */
  readonly recipe: string | undefined;
  /** Checkpoints to start from, one for each lane, separated by commas; nothing for a lane that starts afresh. */
  readonly load: string | undefined;
  /** Where to write the lanes' checkpoints. */
  readonly save: string | undefined;
  readonly record: string | undefined;
  /** Whether the first layer's kernels are looked at when the run is over. */
  readonly kernels: boolean;
}

/** `learningRate` -> `--learning-rate`. */
export function flagName(key: string): string {
  return `--${key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

/** The `train` command: one option for each field of the configuration, and a few of its own. */
export function trainCommand(run: (options: TrainOptions) => Promise<void>): Command {
  const command = new Command('train')
    .description('Trains two to four networks side by side on the same batches.')
    .helpOption('--help', 'Shows every option with its default.')
    .allowExcessArguments(false);
  for (const field of fields) command.addOption(fieldOption(field));
  return command
    .option(
      '--data <dir>',
      'Directory of the data files (or of a folder for each data set). (default: public/data)',
    )
    .option('--config <file>', 'JSON file with settings by key; options win over it. (default: none)')
    .option('--json <file>', 'Where to write configuration, losses and evaluations. (default: nowhere)')
    .option(
      '--recipe <name>',
      `Settings to start from: ${recipes.map(({ name }) => name).join(', ')}. (default: none)`,
    )
    .option(
      '--load <files>',
      'Safetensors to start from, one for each lane, separated by commas. (default: none)',
    )
    .option(
      '--save <file>',
      'Where to write the weights as safetensors; several lanes: FILE.A, FILE.B. (default: nowhere)',
    )
    .option(
      '--record <file>',
      'Where to write the run as a recording that the page can show without a GPU. (default: nowhere)',
    )
    .option(
      '--kernels',
      'Tells the centre-surround index of the first layer’s kernels when the run is over. (default: off)',
    )
    .action(async ({ kernels = false, ...given }: Record<string, string | true> & { kernels?: boolean }) => {
      // An option without its optional value is `true`.
      const { data, config, json, record, recipe, load, save, ...settings } = Object.fromEntries(
        Object.entries(given).map(([key, value]): [string, string | undefined] => [key, String(value)]),
      );
      await run({
        settings: settings as TrainOptions['settings'],
        data,
        config,
        json,
        record,
        recipe,
        load,
        save,
        kernels,
      });
    });
}

/**
 * Defaults, then the recipe, then the configuration file, then the options.
 *
 * @throws UserError that names each bad value, its option and what is valid.
 */
export function resolveConfig(
  settings: TrainOptions['settings'],
  file: unknown = {},
  recipe?: string,
): TrainConfig {
  const base = recipe === undefined ? {} : findRecipe(recipe).settings;
  const fromFile = parseConfigStrictly(isPlain(file) ? { ...base, ...file } : file);
  const lengths = 'epochs' in settings && !('steps' in settings) ? { steps: null } : {};
  try {
    return parseConfigStrictly({ ...fromFile, ...lengths, ...settings });
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    // The table speaks of keys; here they are options.
    throw new UserError(
      error.message.replace(/\((\w+)\) is/g, (all, key: string) =>
        fields.some((field) => field.key === key) ? `(${flagName(key)}) is` : all,
      ),
    );
  }
}

const isPlain = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The message of a usage error, with the valid options where one is unknown. */
export function usageError(error: CommanderError, program: Command): string {
  const message = error.message.replace(/^error: /, '');
  const command = program.commands.find((candidate) => process.argv[2] === candidate.name());
  if (error.code !== 'commander.unknownOption' || !command) return message;
  return `${message}\nValid options: ${command.options.map(({ long }) => long).join(', ')}.`;
}

function fieldOption(field: Field): Option {
  const flag = flagName(field.key);
  const names: Record<Field['kind'], string> = {
    number: '<number>',
    integer: '<number>',
    choice: '<name>',
    boolean: '[true|false]',
    lanes: '<list>',
    layers: '<list>',
  };
  return new Option(
    `${flag} ${names[field.kind]}`,
    `${field.help} Valid: ${validValues(field)}. (default: ${defaultText(field)})`,
  );
}

function defaultText(field: Field): string {
  if (field.kind === 'lanes') return formatLanes(defaultConfig.lanes);
  if (field.default === null) return ('nullMeans' in field && field.nullMeans) || 'none';
  return String(field.default);
}
