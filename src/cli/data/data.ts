import { join, resolve } from 'node:path';
import { Command } from 'commander';
import { findDataset, type DatasetEntry } from '../../data/datasets.ts';
import type { FileProgress } from '../../data/delivery/deliver.ts';
import type { FileStore } from '../../data/delivery/store.ts';
import { UserError } from '../../util/assert.ts';
import { bytes, grouped } from '../../util/format.ts';
import { assertDirectory, directoryPlace, isFileAt } from '../files.ts';
import { StatusLine } from '../statusLine.ts';
import { createDiskStore } from './diskStore.ts';
import { fetchSet } from './fetchSet.ts';
import { findSet, importSet } from './importSet.ts';
import { fileSets, hasMirrors } from './knownSets.ts';
import { listSets } from './listSets.ts';
import { verifySet, type VerifiedSet } from './verifySet.ts';

/** Exit status after Ctrl-C, as shells have it: 128 + SIGINT. */
const interruptedStatus = 130;

interface DataFlags {
  readonly from?: string;
  readonly out: string;
  readonly mirror: readonly string[];
}

interface Output {
  write(text: string): unknown;
  readonly isTTY?: boolean;
  readonly columns?: number;
}

/** The `data` command: brings data sets into a directory, for use without a network. Needs no GPU. */
export function dataCommand(output: Output): Command {
  return new Command('data')
    .description(
      'Fetches data sets for use without a network, or imports them from a directory; without a name, lists them.',
    )
    .helpOption('--help', 'Shows every option.')
    .argument('[names...]', 'Data sets, or all.')
    .option('--from <dir>', 'Imports from this directory instead of fetching. (default: fetches)')
    .option('--out <dir>', 'Directory that gets a folder for each set.', 'public/data')
    .option(
      '--mirror <url>',
      'Folder of a server to try first, such as http://teacher:5173/data; may be repeated. (default: none)',
      (url: string, urls: readonly string[]) => [...urls, checkMirror(url)],
      [] as readonly string[],
    )
    .action(async (names: string[], flags: DataFlags) => {
      if (names.length === 0) output.write(await listSets(createDiskStore(flags.out)));
      else process.exitCode = await bringSets(names, flags, output);
    });
}

function checkMirror(url: string): string {
  if (URL.canParse(url) && /^https?:$/.test(new URL(url).protocol)) return url;
  throw new UserError(
    `--mirror is ${url}; it takes the address of a folder, such as https://example.org/data.`,
  );
}

/** Brings one set after the other; one that fails does not keep the others from coming. */
async function bringSets(
  names: readonly string[],
  { from, out, mirror }: DataFlags,
  output: Output,
): Promise<number> {
  const rows = chooseRows(names, from !== undefined);
  if (from !== undefined) await assertDirectory(from, '--from');
  const status = new StatusLine(output);
  const abort = new AbortController();
  const interrupt = () => {
    if (abort.signal.aborted) process.exit(interruptedStatus);
    abort.abort();
  };
  process.on('SIGINT', interrupt);
  process.on('SIGTERM', interrupt);
  const store = createDiskStore(out);
  const faults: string[] = [];
  try {
    for (const row of rows) {
      const bring = new Bringing(row, { out, store, status, signal: abort.signal });
      try {
        const done =
          from === undefined ? await bring.fetch(mirror) : await bring.import(from, names.includes('all'));
        if (done) status.line(describe(row, done, resolve(out)));
      } catch (error) {
        if (abort.signal.aborted) break;
        if (!(error instanceof UserError)) throw error;
        status.clear();
        faults.push(error.message);
        if (rows.length > 1) status.line(error.message);
      }
    }
  } finally {
    process.off('SIGINT', interrupt);
    process.off('SIGTERM', interrupt);
  }
  if (abort.signal.aborted) {
    status.line('Interrupted. What has come is kept; the same command goes on from there.');
    return interruptedStatus;
  }
  if (faults.length > 0)
    throw new UserError(
      rows.length === 1
        ? faults[0]!
        : `${faults.length} of ${rows.length} data sets are not there; see above.`,
    );
  return 0;
}

/** @throws UserError for a name that is none, or of a set that cannot be had in this way. */
function chooseRows(names: readonly string[], isImport: boolean): readonly DatasetEntry[] {
  const rows = names.flatMap((name) => {
    if (name === 'all') return fileSets.filter(hasMirrors);
    const row = findDataset(name);
    if (row.embedded)
      throw new UserError(`${row.title} is drawn by the program itself; there is nothing to fetch.`);
    if (!isImport && !hasMirrors(row))
      throw new UserError(
        `${row.title} have no mirror; import a folder with a folder of images for each class: ` +
          `npm run data -- ${name} --from DIR`,
      );
    return [fileSets.find(({ sources }) => sources === row.sources) ?? row];
  });
  return [...new Set(rows)];
}

interface BringOptions {
  /** Directory of the store. */
  readonly out: string;
  readonly store: FileStore;
  readonly status: StatusLine;
  readonly signal: AbortSignal;
}

/** One set on its way. */
class Bringing {
  private readonly row: DatasetEntry;
  private readonly options: BringOptions;

  constructor(row: DatasetEntry, options: BringOptions) {
    this.row = row;
    this.options = options;
  }

  async fetch(mirrors: readonly string[]): Promise<VerifiedSet> {
    const { row, options } = this;
    let verified: VerifiedSet | null = null;
    await fetchSet(row, {
      ...options,
      mirrors,
      onProgress: (files) => {
        if (files.some(({ received }) => received > 0)) options.status.show(...describeProgress(row, files));
      },
      onNotice: (notice) => options.status.line(notice),
      verify: async (open) => {
        verified = await verifySet(row, open, this.showReading);
      },
    });
    return verified!;
  }

  /** Checked before anything is copied. Null when the set is not there and `isOptional`. */
  async import(from: string, isOptional: boolean): Promise<VerifiedSet | null> {
    const { row, options } = this;
    const { title, name } = row;
    const found = await findSet(row, directoryPlace(from));
    if (!found && isOptional) return null;
    if (!found)
      throw new UserError(
        `${from} does not hold the files of ${title}: ${row.sources.map(({ files }) => files.map(({ path }) => path.replace(/^[^/]*\/(?=.)/, '')).join(' + ')).join('; or ')}. ` +
          `They may lie in it or in its folder ${name}.`,
      );
    const verified = await verifySet(row, found.open, this.showReading);
    await importSet(found, {
      ...options,
      isStored: (file, key) => isFileAt(file, join(options.out, key)),
      onProgress: (copied) =>
        options.status.show(
          `${title}: copied ${bytes(copied)} of ${bytes(verified.bytes)}`,
          `${title}: copying`,
        ),
    });
    return verified;
  }

  private readonly showReading = (done: number, total: number): void => {
    const { title } = this.row;
    this.options.signal.throwIfAborted();
    this.options.status.show(
      `${title}: checked ${grouped(done)} of ${grouped(total)} images`,
      `${title}: checking its ${grouped(total)} images`,
    );
  };
}

/** A line, and what of it is worth another line where lines stay: tenths. */
function describeProgress({ title }: DatasetEntry, files: readonly FileProgress[]): [string, string] {
  const received = files.reduce((sum, file) => sum + file.received, 0);
  const isKnown = files.every(({ total }) => total !== null);
  const total = files.reduce((sum, file) => sum + (file.total ?? 0), 0);
  const hosts = new Set(files.flatMap(({ address }) => (address === null ? [] : new URL(address).host)));
  const from = hosts.size > 0 ? ` from ${[...hosts].join(', ')}` : '';
  const share = isKnown && total > 0 ? received / total : null;
  const amount =
    share === null ? bytes(received) : `${bytes(received)} of ${bytes(total)} (${Math.floor(100 * share)} %)`;
  return [`${title}: ${amount}${from}`, `${title} ${from} ${share === null ? '' : Math.floor(10 * share)}`];
}

function describe({ title }: DatasetEntry, set: VerifiedSet, out: string): string {
  const check = set.isPublicCopy ? 'checksums agree' : 'every image was read';
  return (
    `${title}: ${grouped(set.train)} training and ${grouped(set.test)} test images of ${set.classes} classes, ` +
    `${bytes(set.bytes)}, in ${out} (${check}).`
  );
}
