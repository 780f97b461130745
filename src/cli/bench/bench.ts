import { writeFile } from 'node:fs/promises';
import { Command, Option } from 'commander';
import {
  adapterName,
  broadcastsLine,
  formatMarkdown,
  formatTable,
  tablesOf,
  type Table,
} from '../../bench/format.ts';
import type { BenchmarkReport } from '../../bench/report.ts';
import { runBenchmark, workloadNames } from '../../bench/run.ts';
import { suites, type Suite } from '../../bench/suites.ts';
import { UserError } from '../../util/assert.ts';
import { assertWritable } from '../files.ts';
import { requestGpu } from '../../gpu/device.ts';
import { requestTunedGpu, tuneHere } from '../tunedGpu.ts';
import { foreignLoad } from './load.ts';
import { comparePeers, tableOfPeers } from './peers.ts';
import { StatusLine } from '../statusLine.ts';

interface BenchFlags {
  readonly suite: Suite | 'all';
  readonly quick?: true;
  readonly json?: string;
  readonly only?: string;
  readonly batch?: string;
  readonly peers?: string;
  readonly markdown?: true;
}

/** The `bench` command: measures the adapter and prints tables; progress goes to standard error. */
export function benchCommand(gpu: () => GPU): Command {
  return new Command('bench')
    .description('Measures training on the adapter at hand: limits, kernels, steps, deconvolution.')
    .helpOption('--help', 'Shows every option.')
    .allowExcessArguments(false)
    .addOption(new Option('--suite <name>', 'What to measure.').choices([...suites, 'all']).default('all'))
    .option('--quick', 'Less of it: about a minute on two cores without a GPU.')
    .option('--json <file>', 'Where to write the results. (default: nowhere)')
    .option('--only <list>', `Workloads, separated by commas, of ${workloadNames.join(', ')}. (default: all)`)
    .option(
      '--batch <number>',
      'Batch size of the deconvolution suite. (default: 128; on a software adapter, the largest that takes minutes)',
    )
    .option('--peers <dir>', 'Compares with the engines of an installed copy of bench-peers instead.')
    .option('--markdown', 'Prints the tables as Markdown.')
    .action(async (flags: BenchFlags) => {
      await bench(flags, gpu());
    });
}

async function bench(flags: BenchFlags, api: GPU): Promise<void> {
  const { suite, quick, json, only: list, batch, peers } = flags;
  const format = flags.markdown ? titledMarkdown : formatTable;
  const batchSize = batch === undefined ? null : Number(batch);
  if (batchSize !== null && !(Number.isInteger(batchSize) && batchSize >= 2 && batchSize <= 4096))
    throw new UserError(`--batch is ${batch}; it takes a whole number from 2 to 4096.`);
  const only = list === undefined ? null : list.split(',').map((name) => name.trim());
  const unknown = only?.filter((name) => !workloadNames.includes(name)) ?? [];
  if (unknown.length > 0)
    throw new UserError(`There is no workload ${unknown.join(', ')}; there are ${workloadNames.join(', ')}.`);
  if (json !== undefined) await assertWritable(json);
  // Once, to be sure that the adapter computes at all.
  const { device, adapter } = await requestTunedGpu(api);
  device.destroy();
  const runtime = `Node ${process.versions.node}, ${process.platform} ${process.arch}`;

  const status = new StatusLine(process.stderr);
  const abort = new AbortController();
  const interrupt = () => {
    if (abort.signal.aborted) process.exit(130);
    status.line('Interrupted: writing what there is; again to quit at once.');
    abort.abort();
  };
  process.on('SIGINT', interrupt);
  // Samples come many to a second.
  const progress = (text: string) => status.show(text, text.replace(/sample \d+ of/, 'samples of'));
  let report: BenchmarkReport | null = null;
  try {
    if (peers !== undefined) {
      const options = { folder: peers, only, quick: quick === true, progress, signal: abort.signal };
      const compared = await comparePeers(api, options);
      status.clear();
      process.stdout.write(`${format(tableOfPeers(compared))}\n`);
      const comparison = { adapter, date: new Date().toISOString(), runtime, peers: compared };
      if (json !== undefined) await writeFile(json, `${JSON.stringify(comparison, null, 2)}\n`);
      return;
    }
    await runBenchmark({
      requestDevice: async () => tuneHere(await requestGpu(api)),
      suites: suite === 'all' ? suites : [suite],
      quick: quick === true,
      only,
      batchSize,
      runtime,
      load: foreignLoad,
      signal: abort.signal,
      progress,
      onReport: (latest) => (report = latest),
    });
  } finally {
    process.off('SIGINT', interrupt);
    status.clear();
    if (report) await present(report, { json, format });
  }
}

const titledMarkdown = (table: Table) =>
  [table.title, formatMarkdown(table), ...(table.note === undefined ? [] : [table.note])].join('\n\n');

async function present(
  report: BenchmarkReport,
  { json, format }: { json: string | undefined; format: (table: Table) => string },
): Promise<void> {
  process.stdout.write(
    `${adapterName(report)}; ${broadcastsLine(report)}; ${report.runtime}; ${report.seconds.toFixed(0)} s\n`,
  );
  for (const table of tablesOf(report)) process.stdout.write(`\n${format(table)}\n`);
  for (const note of report.notes) process.stdout.write(`\nNote: ${note}\n`);
  if (json !== undefined) await writeFile(json, `${JSON.stringify(report, null, 2)}\n`);
}
