import { writeFile } from 'node:fs/promises';
import { join, parse } from 'node:path';
import { UserError } from '../util/assert.ts';
import { laneName } from '../train/parse.ts';
import { Recorder } from '../train/recorder.ts';
import { writeRecording } from '../train/recording.ts';
import { Session } from '../train/session.ts';
import { createDawn } from './dawn.ts';
import { sourcesIn } from '../data/openSources.ts';
import { parseSafetensors } from '../data/safetensors.ts';
import { decodeImages } from './decodeImages.ts';
import { assertDirectory, assertWritable, directoryPlace, readBinary, readJson } from './files.ts';
import { resolveConfig, type TrainOptions } from './options.ts';
import { Progress } from './progress.ts';
import { ReportCollector } from './report.ts';
import { requestTunedGpu } from './tunedGpu.ts';

/** What ends a run early, with everything so far kept. */
const signals = ['SIGINT', 'SIGTERM'] as const;
/** Exit status after Ctrl-C, as shells have it: 128 + SIGINT. */
export const interruptedStatus = 130;

/** Runs `train`: everything the user may have got wrong is checked before any work. */
export async function train(options: TrainOptions): Promise<number> {
  const config = resolveConfig(
    options.settings,
    options.config === undefined ? {} : await readJson(options.config),
    options.recipe,
  );
  if (options.data !== undefined) await assertDirectory(options.data);
  for (const path of [options.json, options.record]) if (path !== undefined) await assertWritable(path);

  if (options.save !== undefined) await assertWritable(options.save, '--save');
  const weights = options.load === undefined ? [] : await readCheckpoints(options.load, config.lanes.length);

  const progress = new Progress(process.stdout);
  const collector = new ReportCollector(config);
  const recorder = options.record === undefined ? null : new Recorder();
  let failure: string | null = null;
  const session = new Session({
    requestDevice: () => requestTunedGpu(createDawn()),
    openSources: sourcesIn(directoryPlace(options.data ?? 'public/data')),
    decodeImages,
    emit: (event) => {
      collector.collect(event);
      recorder?.collect(event);
      if (event.type === 'error') failure = event.message;
      else progress.show(event);
      if (event.type === 'deviceLost')
        session
          .rebuild()
          .catch((error: unknown) => (failure = error instanceof Error ? error.message : String(error)));
    },
  });

  let isInterrupted = false;
  const interrupt = () => {
    if (isInterrupted) process.exit(interruptedStatus);
    isInterrupted = true;
    progress.line('Interrupted: writing what there is; again to quit at once.');
    session.stop();
  };
  for (const signal of signals) process.on(signal, interrupt);
  try {
    await session.start(config);
    for (const { lane, file, bytes } of weights) await session.importLane(lane, bytes, file);
    if (!isInterrupted && recorder) await recorder.play(session, () => isInterrupted || failure !== null);
    else if (!isInterrupted) session.play();
    await session.idle();
    if (options.kernels && !isInterrupted && failure === null) {
      await session.look({ kind: 'kernels', layer: 0 });
      await session.idle();
    }
    if (recorder && !isInterrupted && failure === null)
      await writeFile(options.record!, writeRecording(recorder.recording));
    if (options.save !== undefined) await saveLanes(session, options.save, config.lanes.length);
  } finally {
    if (options.json !== undefined) await writeFile(options.json, `${JSON.stringify(collector.report)}\n`);
    session.destroy();
    for (const signal of signals) process.off(signal, interrupt);
  }
  if (isInterrupted) return interruptedStatus;
  if (failure !== null) throw new UserError(failure);
  return 0;
}

interface Weights {
  readonly lane: number;
  readonly file: string;
  readonly bytes: Uint8Array;
}

/** The files of `--load`: one for each lane, in order; an empty place leaves a lane as it starts. */
async function readCheckpoints(list: string, lanes: number): Promise<Weights[]> {
  const files = list.split(',');
  if (files.length > lanes)
    throw new UserError(
      `--load names ${files.length} files, but there are ${lanes} lanes; name one for each.`,
    );
  const named = files.map((file, lane) => ({ lane, file: file.trim() })).filter(({ file }) => file !== '');
  return Promise.all(
    named.map(async ({ lane, file }) => {
      const bytes = await readBinary(file);
      // A damaged file is said before anything is loaded or compiled.
      parseSafetensors(bytes, file);
      return { lane, file, bytes };
    }),
  );
}

async function saveLanes(session: Session, path: string, lanes: number): Promise<void> {
  for (let lane = 0; lane < lanes; lane++)
    await writeFile(lanes === 1 ? path : withLane(path, laneName(lane)), await session.exportLane(lane));
}

/** `model.safetensors` -> `model.A.safetensors`. */
function withLane(path: string, lane: string): string {
  const { dir, name, ext } = parse(path);
  return join(dir, `${name}.${lane}${ext}`);
}
