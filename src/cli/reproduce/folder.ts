import { mkdir, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { TrainConfig } from '../../train/config.ts';
import type { PlannedRun } from '../../train/reproduce/request.ts';
import { parseResult, type RunResult } from '../../train/reproduce/result.ts';
import { readState, writeState } from '../../train/stateFile.ts';
import type { Snapshot } from '../../train/snapshot.ts';
import { UserError } from '../../util/assert.ts';
import { readBinary, readJson } from '../files.ts';

/** A run that was interrupted. */
export interface Checkpoint {
  readonly snapshot: Snapshot;
  readonly evaluations: RunResult['evaluations'];
  readonly interruptions: number;
}

type Notes = Omit<Checkpoint, 'snapshot'> & { readonly config: TrainConfig };

/** The folder of `--out`: a JSON file for each finished run, a state file for one that is not, and the table. */
export class ResultFolder {
  readonly path: string;

  private constructor(path: string) {
    this.path = path;
  }

  static async open(path: string): Promise<ResultFolder> {
    await mkdir(path, { recursive: true }).catch((error: unknown) => {
      throw new UserError(
        `--out ${path} cannot be made: ${error instanceof Error ? error.message : String(error)}.`,
      );
    });
    return new ResultFolder(path);
  }

  /** The finished runs among `runs`, by name. */
  async results(runs: readonly PlannedRun[]): Promise<Map<string, RunResult>> {
    const files = new Set(await readdir(this.path));
    const results = new Map<string, RunResult>();
    for (const { name, config } of runs) {
      if (!files.has(`${name}.json`)) continue;
      const path = join(this.path, `${name}.json`);
      const result = parseResult(await readJson(path), path);
      assertSame(path, result.config, config);
      results.set(name, result);
    }
    return results;
  }

  /** Finished runs of other commands in the folder, and why a file is none. */
  async otherResults(
    runs: readonly PlannedRun[],
  ): Promise<{ readonly others: readonly RunResult[]; readonly faults: readonly string[] }> {
    const planned = new Set(runs.map(({ name }) => `${name}.json`));
    const files = (await readdir(this.path)).filter((file) => file.endsWith('.json') && !planned.has(file));
    const others: RunResult[] = [];
    const faults: string[] = [];
    for (const file of files.sort()) {
      const path = join(this.path, file);
      try {
        others.push(parseResult(await readJson(path), path));
      } catch (error) {
        if (!(error instanceof UserError)) throw error;
        faults.push(error.message);
      }
    }
    return { others, faults };
  }

  /** @throws UserError when the state is damaged or of another run. */
  async checkpoint({ name, config }: PlannedRun): Promise<Checkpoint | null> {
    const path = this.statePath(name);
    if (!(await exists(path))) return null;
    const { snapshot, notes } = readState(await readBinary(path), path);
    const { evaluations, interruptions, config: saved } = notes as Notes;
    assertSame(path, saved, config);
    return { snapshot, evaluations, interruptions };
  }

  async keepCheckpoint({ name, config }: PlannedRun, checkpoint: Checkpoint): Promise<void> {
    const { snapshot, evaluations, interruptions } = checkpoint;
    const notes: Notes = { config, evaluations, interruptions };
    await writeWhole(this.statePath(name), writeState({ snapshot, notes }));
  }

  /** Writes a finished run; its state is needed no more. */
  async keepResult({ name }: PlannedRun, result: RunResult): Promise<void> {
    await writeWhole(join(this.path, `${name}.json`), `${JSON.stringify(result, null, 2)}\n`);
    await rm(this.statePath(name), { force: true });
  }

  async keepTable(markdown: string): Promise<void> {
    await writeWhole(join(this.path, 'table-1.md'), markdown);
  }

  private statePath(name: string): string {
    return join(this.path, `${name}.state.safetensors`);
  }
}

/** A process that ends in the middle leaves the file as it was. */
async function writeWhole(path: string, content: string | Uint8Array): Promise<void> {
  const unfinished = `${path}.part`;
  await writeFile(unfinished, content);
  await rename(unfinished, path);
}

function assertSame(path: string, found: TrainConfig, wanted: TrainConfig): void {
  const differing = (Object.keys(wanted) as (keyof TrainConfig)[]).filter(
    (key) => !isDeepStrictEqual(found[key], wanted[key]),
  );
  if (differing.length === 0) return;
  const differences = differing.map(
    (key) => `${key} is ${JSON.stringify(found[key])} there, ${JSON.stringify(wanted[key])} here`,
  );
  throw new UserError(
    `${path} is of another run (${differences.join('; ')}). Choose another --out, or take ${basename(path)} away.`,
  );
}

const exists = (path: string) =>
  stat(path).then(
    () => true,
    () => false,
  );
