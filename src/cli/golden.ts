import { writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { Command } from 'commander';
import { requestGpu } from '../gpu/device.ts';
import { PipelineCache } from '../gpu/pipelines.ts';
import { UserError } from '../util/assert.ts';
import { readIndex, type CaseEntry } from './golden/cases.ts';
import { formatCase, formatTotals, toJson, type CaseReport } from './golden/report.ts';
import { runCase } from './golden/runCase.ts';
import { requestWorkingGpu } from './workingGpu.ts';

export interface GoldenOptions {
  readonly directories: readonly string[];
  /** Where to write the report. */
  readonly json?: string | undefined;
  /** Regular expression; only cases whose names match it run. */
  readonly only?: string | undefined;
}

/** Devices of a software adapter that work side by side, at most: each needs memory of its own. */
const maxDevices = 4;

interface Output {
  write(text: string): unknown;
  readonly isTTY?: boolean;
}

/**
 * The `golden` command: runs every case of directories with expected results, and compares. Sets exit status 1
 * when a case fails.
 */
export function goldenCommand(gpu: () => GPU): Command {
  return new Command('golden')
    .description('Compares every operation, layer and model with expected results.')
    .helpOption('--help', 'Shows every option.')
    .argument('<dir...>', 'Directories with an index.json and its .safetensors files.')
    .option('--json <file>', 'Where to write the error and tolerance of every tensor. (default: nowhere)')
    .option('--only <pattern>', 'Regular expression; runs only the cases whose names match. (default: all)')
    .action(async (directories: string[], { json, only }: { json?: string; only?: string }) => {
      const passed = await runGolden({ directories, json, only }, gpu(), process.stdout);
      if (!passed) process.exitCode = 1;
    });
}

/**
 * Runs the cases, one line each as they end; the last line is `N passed, N failed`.
 *
 * @returns whether every case passed.
 * @throws UserError before any case runs: a directory without cases, no adapter or one that computes nothing.
 */
export async function runGolden(options: GoldenOptions, api: GPU, output: Output): Promise<boolean> {
  const entries = await selectCases(options);
  const first = await requestWorkingGpu(api);
  const gpus = [first];
  try {
    // Software drivers compile kernels one by one for each device, which is most of the time.
    const count = first.adapter.isFallback ? Math.min(availableParallelism(), maxDevices, entries.length) : 1;
    while (gpus.length < count) gpus.push(await requestGpu(api));
    const { vendor, architecture, description } = first.adapter;
    const adapterName = [vendor, architecture, description].filter(Boolean).join(' ');
    output.write(`${entries.length} cases on ${adapterName || 'an unnamed adapter'}\n`);

    const nameWidth = Math.max(...entries.map(({ name }) => name.length));
    const reports = new Array<CaseReport>(entries.length);
    let done = 0;
    const status = () => {
      if (output.isTTY && done < entries.length) output.write(`${position(done, entries.length)} ...`);
    };
    status();
    const next = chunks(entries.length, gpus.length);
    await Promise.all(
      gpus.map(async (gpu) => {
        const context = { gpu, pipelines: new PipelineCache(gpu) };
        for (let chunk = next(); chunk; chunk = next())
          for (const index of chunk) {
            const report = await runCase(entries[index]!, context);
            reports[index] = report;
            done++;
            const line = `${position(done, entries.length)} ${formatCase(report, nameWidth)}`;
            output.write(`${output.isTTY ? '\r\x1b[K' : ''}${line}\n`);
            status();
          }
      }),
    );
    if (options.json !== undefined) await writeReport(options.json, toJson(reports, first.adapter));
    output.write(`${formatTotals(reports)}\n`);
    return reports.every(({ passed }) => passed);
  } finally {
    for (const { device } of gpus) device.destroy();
  }
}

function position(done: number, total: number): string {
  return `[${String(done).padStart(String(total).length)}/${total}]`;
}

/**
 * Deals out the numbers from 0 to `total` - 1 in stretches, long ones first: neighbours often need the same
 * kernels, and the last stretches are short so that all devices end together.
 */
function chunks(total: number, devices: number): () => number[] | null {
  let first = 0;
  return () => {
    if (first === total) return null;
    const length = Math.ceil((total - first) / (3 * devices));
    const chunk = Array.from({ length }, (_, i) => first + i);
    first += length;
    return chunk;
  };
}

async function selectCases({ directories, only }: GoldenOptions): Promise<CaseEntry[]> {
  if (directories.length === 0) throw new UserError('Name at least one directory with an index.json.');
  const entries = (await Promise.all(directories.map(readIndex))).flat();
  if (only === undefined) return entries;
  let pattern: RegExp;
  try {
    pattern = new RegExp(only);
  } catch {
    throw new UserError(`--only ${only} is not a regular expression; a part of a case's name would do.`);
  }
  const selected = entries.filter(({ name }) => pattern.test(name));
  if (selected.length === 0)
    throw new UserError(
      `--only ${only} matches none of ${entries.length} cases, e.g. ${entries[0]!.name}; it is a regular expression.`,
    );
  return selected;
}

async function writeReport(path: string, text: string): Promise<void> {
  try {
    await writeFile(path, text);
  } catch (error) {
    throw new UserError(
      `The report ${path} cannot be written: ${error instanceof Error ? error.message : String(error)}.`,
    );
  }
}
