import { Command } from 'commander';
import { sourcesIn } from '../data/openSources.ts';
import { findModel, models } from '../nn/models/catalogue.ts';
import { Session } from '../train/session.ts';
import type { TrainConfig } from '../train/config.ts';
import { UserError } from '../util/assert.ts';
import { significant } from '../util/format.ts';
import { decodeImages } from './decodeImages.ts';
import { assertDirectory, directoryPlace } from './files.ts';
import { listOption, wholeOption } from './listOptions.ts';
import { flagName, resolveConfig } from './options.ts';
import { requestTunedGpu } from './tunedGpu.ts';

/**
 * Small enough for a processor to train; the learning rate is one at which losses fall from the first step on, which at
 * the paper's 0.1 those of batch norm do not.
 */
const defaults = {
  dataset: 'cifar10',
  width: '0.25',
  depth: '1',
  batchSize: '32',
  learningRate: '0.01',
  lanes: 'batch,deconv:blockSize=16',
};
/** Losses at either end whose means are compared. */
const endSteps = 5;
const trained = models.filter(({ normalizations }) => normalizations.includes('batch'));

type Flags = typeof defaults & { readonly models: string; readonly steps: string; readonly data: string };

interface Output {
  write(text: string): unknown;
}

/** The `zoo` command: trains every architecture for some steps and checks that the losses fall. */
export function zooCommand(gpu: () => GPU, output: Output): Command {
  const command = new Command('zoo')
    .description('Trains every architecture for some steps, and checks that each loss is finite and falls.')
    .helpOption('--help', 'Shows every option.')
    .allowExcessArguments(false)
    .option('--models <list>', 'Models, separated by commas.', trained.map(({ name }) => name).join(','))
    .option('--steps <number>', 'Training steps of each.', '30')
    .option('--data <dir>', 'Directory of the data files.', 'public/data');
  for (const [key, value] of Object.entries(defaults))
    command.option(`${flagName(key)} <value>`, 'As of a run.', value);
  return command.action(async (flags: Flags) => {
    if (!(await zoo(flags, gpu, output))) process.exitCode = 1;
  });
}

/**
 * Prints a table with a row for each model.
 *
 * @returns whether every loss was finite and fell
 * @throws UserError that names a value which is not valid.
 */
export async function zoo(flags: Flags, gpu: () => GPU, output: Output): Promise<boolean> {
  const { models: names, steps: stepsText, data, ...settings } = flags;
  const steps = wholeOption(stepsText, '--steps');
  if (steps < 2 * endSteps) throw new UserError(`--steps is ${steps}; it takes at least ${2 * endSteps}.`);
  const base = resolveConfig(settings);
  const { batchSize } = base;
  const length = { steps, trainSize: steps * batchSize, testSize: batchSize, evalEvery: steps };
  const chosen = listOption(names, '--models').map((name) => findModel(name).name);
  await assertDirectory(data);

  const collected = new LossCollector();
  const session = new Session({
    requestDevice: () => requestTunedGpu(gpu()),
    openSources: sourcesIn(directoryPlace(data)),
    decodeImages,
    emit: (event) => {
      if (event.type === 'error') collected.error = event.message;
      if (event.type === 'metrics') event.lanes.forEach((lane, index) => collected.add(index, lane.losses));
    },
  });
  output.write(`| Model | ${base.lanes.map(({ normalization }) => normalization).join(' | ')} |\n`);
  output.write(`| --- |${base.lanes.map(() => ' ---: |').join('')}\n`);
  let isRight = true;
  try {
    for (const model of chosen) {
      const config: TrainConfig = { ...base, ...length, model };
      collected.clear();
      await session.start(config);
      session.play();
      await session.idle();
      if (collected.error !== null) throw new UserError(`${model}: ${collected.error}`);
      const verdicts = config.lanes.map((_, index) => judge(collected.losses[index] ?? [], steps));
      isRight &&= verdicts.every(({ passed }) => passed);
      output.write(`| ${model} | ${verdicts.map(({ text }) => text).join(' | ')} |\n`);
    }
  } finally {
    session.destroy();
  }
  return isRight;
}

class LossCollector {
  losses: number[][] = [];
  error: string | null = null;

  clear(): void {
    this.losses = [];
    this.error = null;
  }

  add(lane: number, stretch: Float32Array): void {
    (this.losses[lane] ??= []).push(...stretch);
  }
}

/** Whether all losses are there, finite, and lower at the end than at the beginning. */
export function judge(
  losses: readonly number[],
  steps: number,
): { readonly passed: boolean; readonly text: string } {
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [first, last] = [mean(losses.slice(0, endSteps)), mean(losses.slice(-endSteps))];
  const fault =
    losses.length < steps || !losses.every(Number.isFinite)
      ? `not finite after ${losses.findIndex((loss) => !Number.isFinite(loss)) + 1 || losses.length} steps`
      : last >= first
        ? 'does not fall'
        : null;
  const text = `${significant(first)} → ${significant(last)}`;
  return { passed: fault === null, text: fault === null ? text : `${text}, ${fault}` };
}
