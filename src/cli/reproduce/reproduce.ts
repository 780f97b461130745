import { Command } from 'commander';
import { findDataset } from '../../data/datasets.ts';
import { sourcesIn } from '../../data/openSources.ts';
import type { OpenSources } from '../../data/source.ts';
import { findModel } from '../../nn/models/catalogue.ts';
import { checkConfig } from '../../train/plan.ts';
import { paperTable, tableDatasets, tableLanes } from '../../train/reproduce/paperTable.ts';
import {
  describeSettings,
  planRuns,
  type PlannedRun,
  type ReproduceRequest,
} from '../../train/reproduce/request.ts';
import { markdown, tableRows } from '../../train/reproduce/table.ts';
import { UserError } from '../../util/assert.ts';
import { assertDirectory, directoryPlace } from '../files.ts';
import { listOption, wholeOption } from '../listOptions.ts';
import { flagName, resolveConfig } from '../options.ts';
import { Progress } from '../progress.ts';
import { interruptedStatus } from '../train.ts';
import { requestTunedGpu } from '../tunedGpu.ts';
import { describeCost, estimateTime } from './estimate.ts';
import { ResultFolder } from './folder.ts';
import { Runner } from './runner.ts';

/** Settings of a run that may differ from the paper's. */
const settingKeys = ['width', 'trainSize', 'testSize', 'batchSize'] as const;

interface Flags extends Partial<Record<(typeof settingKeys)[number], string>> {
  readonly table: string;
  readonly models: string;
  readonly datasets: string;
  readonly epochs: string;
  readonly lanes: string;
  readonly seeds: string;
  readonly data: string;
  readonly out: string;
  readonly dryRun?: true;
}

/** The `reproduce` command: measures the paper's Table 1, or a part of it, run by run. */
export function reproduceCommand(gpu: () => GPU): Command {
  const command = new Command('reproduce')
    .description(
      'Measures the accuracies of the paper’s Table 1: runs what is missing, and goes on after Ctrl-C.',
    )
    .helpOption('--help', 'Shows every option.')
    .allowExcessArguments(false)
    .option('--table <number>', 'The table of the paper: 1.', '1')
    .option('--models <list>', 'Models, separated by commas.', Object.keys(paperTable).join(','))
    .option('--datasets <list>', 'Data sets.', tableDatasets.join(','))
    .option('--epochs <list>', 'Lengths of runs; the paper has 1, 20 and 100.', '1,20')
    .option('--lanes <list>', 'Normalisations.', tableLanes.join(','))
    .option('--seeds <number>', 'Runs of each kind, with seeds 0, 1, …', '3')
    .option('--data <dir>', 'Directory of the data files.', 'public/data')
    .requiredOption('--out <dir>', 'Directory of the results: JSON of each run, checkpoints and the table.')
    .option(
      '--dry-run',
      'Trains nothing: times a few steps of each network and prints what the missing runs would take here.',
    );
  for (const key of settingKeys)
    command.option(`${flagName(key)} <number>`, "In place of the paper's. (default: the paper's)");
  return command.action(async (flags: Flags) => {
    process.exitCode = await reproduce(flags, gpu);
  });
}

/** @throws UserError that names each value that is not valid. */
export function parseRequest(flags: Omit<Flags, 'data' | 'out'>): ReproduceRequest {
  if (flags.table !== '1')
    throw new UserError(
      `--table is ${flags.table}; the table that can be measured is 1 (CIFAR-10 and CIFAR-100).`,
    );
  const given = settingKeys.filter((key) => flags[key] !== undefined);
  const config = resolveConfig(Object.fromEntries(given.map((key) => [key, flags[key]!])), {});
  const request: ReproduceRequest = {
    models: listOption(flags.models, '--models').map((name) => findModel(name).name),
    datasets: listOption(flags.datasets, '--datasets').map((name) => findDataset(name).name),
    epochs: listOption(flags.epochs, '--epochs').map((text) => wholeOption(text, '--epochs')),
    lanes: listOption(flags.lanes, '--lanes').map((name) => {
      const lane = tableLanes.find((candidate) => candidate === name);
      if (lane) return lane;
      throw new UserError(`--lanes has ${name}; valid are ${tableLanes.join(', ')}.`);
    }),
    seeds: wholeOption(flags.seeds, '--seeds'),
    settings: Object.fromEntries(given.map((key) => [key, config[key]])),
  };
  for (const run of planRuns({ ...request, seeds: 1 }))
    checkConfig(run.config, findDataset(run.dataset).shape);
  return request;
}

async function reproduce(flags: Flags, gpu: () => GPU): Promise<number> {
  const request = parseRequest(flags);
  const runs = planRuns(request);
  await assertDirectory(flags.data);
  const folder = await ResultFolder.open(flags.out);
  const results = await folder.results(runs);
  const missing = runs.filter(({ name }) => !results.has(name));
  const progress = new Progress(process.stdout);
  const shared = {
    requestDevice: () => requestTunedGpu(gpu()),
    openSources: sourcesIn(directoryPlace(flags.data)),
  };
  await assertData(missing, shared.openSources);
  progress.line(`${results.size} of ${runs.length} runs are done; missing: ${describeCost(missing)}.`);
  if (flags.dryRun) {
    await estimateTime(missing, { ...shared, progress });
    return 0;
  }

  const cells = runs.map((run) => ({ ...run, settings: describeSettings(run.config) }));
  const { others, faults } = await folder.otherResults(runs);
  for (const fault of faults) progress.line(`Left out of the table: ${fault}`);
  const table = () => markdown(tableRows(cells, [...results.values(), ...others]));
  const runner = new Runner({ ...shared, folder, progress });
  const failed = new Map<string, string>();
  let isInterrupted = false;
  const interrupt = () => {
    if (isInterrupted) process.exit(interruptedStatus);
    isInterrupted = true;
    progress.line('Interrupted: keeping the state of the run; again to quit at once.');
    runner.interrupt();
  };
  const signals = ['SIGINT', 'SIGTERM'] as const;
  for (const signal of signals) process.on(signal, interrupt);
  try {
    for (const [index, run] of missing.entries()) {
      if (isInterrupted) break;
      // What another seed could not do, this one cannot either.
      if (failed.has(kindOf(run))) continue;
      progress.line(`\nRun ${index + 1} of ${missing.length}: ${run.name}`);
      const result = await runner.train(run).catch((error: unknown) => {
        if (!(error instanceof UserError)) throw error;
        progress.line(`Error: ${error.message}`);
        failed.set(kindOf(run), error.message);
      });
      if (!result) continue;
      results.set(run.name, result);
      await folder.keepTable(table());
    }
  } finally {
    runner.destroy();
    for (const signal of signals) process.off(signal, interrupt);
  }
  await folder.keepTable(table());
  process.stdout.write(`\n${table()}`);
  const left = runs.length - results.size;
  if (left > 0)
    progress.line(`\n${left} of ${runs.length} runs are missing; the same command goes on with them.`);
  if (isInterrupted) return interruptedStatus;
  if (failed.size > 0) throw new UserError([...new Set(failed.values())].join('\n'));
  return 0;
}

/**
 * Looks for the data of all runs, before days are spent on the first of them.
 *
 * @throws UserError that says what is missing.
 */
export async function assertData(runs: readonly PlannedRun[], openSources: OpenSources): Promise<void> {
  for (const name of new Set(runs.map(({ dataset }) => dataset))) {
    const dataset = findDataset(name);
    // Generated images have none.
    if (dataset.sources.length > 0) await openSources(dataset);
  }
}

/** Runs that differ in seed and length only. */
const kindOf = ({ model, dataset, lane }: PlannedRun) => `${model}-${dataset}-${lane}`;
