import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { UserError } from '../../util/assert.ts';
import { LoadedWorkload } from '../../bench/loaded.ts';
import { networkWorkloads } from '../../bench/networks.ts';
import { operationWorkloads } from '../../bench/operations.ts';
import { median } from '../../util/math.ts';
import { sampleInTurn } from '../../bench/sampling.ts';
import type { Table } from '../../bench/format.ts';
import { PipelineCache } from '../../gpu/pipelines.ts';
import { requestGpu } from '../../gpu/device.ts';
import { pausePolling } from '../polling.ts';
import { tuneHere } from '../tunedGpu.ts';
import { significant } from '../../util/format.ts';

/** Engines that `bench-peers` can run, by the file that runs them. */
const peers = [
  { name: 'jax-js', file: 'bench-jax.mjs' },
  { name: 'TF.js', file: 'bench-tfjs.mjs' },
] as const;

/** Quick runs leave out what the peers take minutes for. */
const slowForPeers = ['W3'];
/** Milliseconds after which a peer's process is ended. */
const patienceMs = 240_000;
/** A peer's samples and seconds for one workload; its own defaults wait for a quiet machine. */
const peerSampling = ['--need', '3', '--maxs', '10', '--wait', '0', '--warm', '1'];

export interface PeersOptions {
  readonly folder: string;
  readonly only: readonly string[] | null;
  readonly quick: boolean;
  readonly progress: (text: string) => void;
  readonly signal: AbortSignal;
}

export interface PeerReport {
  readonly name: string;
  readonly title: string;
  /** Milliseconds of a run, medians. */
  readonly ms: number;
  readonly peers: readonly {
    readonly name: string;
    readonly ms: number | null;
    readonly problem: string | null;
  }[];
  /** The fastest peer's time over ours; null where no peer got through. */
  readonly ratioToFastest: number | null;
}

interface PeerLine {
  readonly ms?: number;
  readonly error?: string;
}

/**
 * Runs this engine and its peers alternately, each workload with ours before, between and after the others, so that
 * a change of the machine's mood meets all.
 *
 * @throws UserError when the folder is not an installed copy of `bench-peers`
 */
export async function comparePeers(api: GPU, options: PeersOptions): Promise<PeerReport[]> {
  const folder = resolve(options.folder);
  const missing = [
    ...peers.map(({ file }) => file),
    'node_modules/@jax-js/jax',
    'node_modules/@tensorflow/tfjs',
  ].find((path) => !existsSync(join(folder, path)));
  if (missing !== undefined)
    throw new UserError(
      `--peers ${folder}: ${missing} is not there. Name a copy of bench-peers in which npm install has run.`,
    );
  const workloads = [...networkWorkloads, ...operationWorkloads].filter(
    ({ name }) => options.only?.includes(name) ?? !(options.quick && slowForPeers.includes(name)),
  );
  if (workloads.length === 0)
    throw new UserError('--only names no training step and no operation; those are what the peers can run.');
  const reports: PeerReport[] = [];
  for (const workload of workloads) {
    if (options.signal.aborted) break;
    options.progress(`${workload.name}: compiling ours`);
    const gpu = await tuneHere(await requestGpu(api));
    try {
      const loaded = await LoadedWorkload.load({ gpu, pipelines: new PipelineCache(gpu) }, workload.build());
      await loaded.step();
      const times: number[] = [];
      const ours = async () => {
        options.progress(`${workload.name}: ours`);
        const run = async (repeats: number) => {
          for (let i = 0; i < repeats; i++) await loaded.step();
        };
        const sampling = { samples: 3, sampleMs: 250, budgetMs: 30_000, signal: options.signal };
        const [timing] = await sampleInTurn([{ name: workload.name, run }], sampling);
        times.push(timing!.median);
      };
      await ours();
      const found: PeerReport['peers'][number][] = [];
      for (const { name, file } of peers) {
        options.progress(`${workload.name}: ${name}`);
        const { ms, error } = await runPeer(folder, file, workload.name, options.signal);
        found.push({
          name,
          ms: ms ?? null,
          problem: ms === undefined ? (error ?? 'it printed no time') : null,
        });
        await ours();
      }
      const ms = median(times);
      const fastest = Math.min(...found.map((peer) => peer.ms ?? Infinity));
      reports.push({
        name: workload.name,
        title: workload.title,
        ms,
        peers: found,
        ratioToFastest: Number.isFinite(fastest) ? fastest / ms : null,
      });
    } finally {
      gpu.device.destroy();
    }
  }
  return reports;
}

/** One workload in a peer's process; its last line of JSON. Problems come as a sentence rather than an exception. */
function runPeer(folder: string, file: string, workload: string, signal: AbortSignal): Promise<PeerLine> {
  // Mesa's cache may help the peers' first steps, which are not measured here.
  const env = { ...process.env };
  delete env.MESA_SHADER_CACHE_DISABLE;
  // They wait for the GPU as this engine does, so that none has a core more to compute on.
  const waiting = `data:text/javascript,${encodeURIComponent(`(${String(pausePolling)})()`)}`;
  const args = [
    '--expose-gc',
    '--import',
    waiting,
    file,
    '--backend',
    'webgpu',
    '--w',
    workload,
    ...peerSampling,
  ];
  return new Promise((settle) => {
    execFile(process.execPath, args, { cwd: folder, env, timeout: patienceMs, signal }, (error, stdout) => {
      const line = stdout
        .split('\n')
        .filter((text) => text.startsWith('{'))
        .at(-1);
      if (line) return settle(JSON.parse(line) as PeerLine);
      if (error?.killed) return settle({ error: `it was ended after ${patienceMs / 1000} s` });
      settle({ error: error ? error.message.split('\n').at(-1)! : 'it printed nothing' });
    });
  });
}

/** The comparison as a table; its note says what a peer did not do. */
export function tableOfPeers(reports: readonly PeerReport[]): Table {
  const problems = reports.flatMap(({ name, peers: found }) =>
    found.flatMap((peer) =>
      peer.problem === null ? [] : [`${peer.name} did not do ${name}: ${peer.problem}`],
    ),
  );
  return {
    title: 'This engine against its peers, run alternately',
    columns: ['', 'what', 'ours, ms', ...peers.flatMap(({ name }) => [`${name}, ms`, 'times ours'])],
    rows: reports.map(({ name, title, ms, peers: found }) => [
      name,
      title,
      significant(ms),
      ...found.flatMap((peer) =>
        peer.ms === null ? ['–', '–'] : [significant(peer.ms), significant(peer.ms / ms)],
      ),
    ]),
    ...(problems.length > 0 && { note: problems.join('; ') }),
  };
}
