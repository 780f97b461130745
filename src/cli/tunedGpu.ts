import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Gpu } from '../gpu/device.ts';
import { tune, type ChoiceStore } from '../tuning/tune.ts';
import { requestWorkingGpu } from './workingGpu.ts';

const file = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'deconv-lab', 'tuning.json');

const store: ChoiceStore = {
  read: () => readFile(file, 'utf8'),
  async write(text) {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, `${text}\n`);
  },
};

/** A device with its fastest kernels. */
export function tuneHere(gpu: Gpu): Promise<Gpu> {
  return tune(gpu, { store, runtime: `Node ${process.versions.node}` });
}

/**
 * A device that computes, with its fastest kernels.
 *
 * @throws UserError when there is no adapter, or one that computes nothing.
 */
export async function requestTunedGpu(api: GPU): Promise<Gpu> {
  return tuneHere(await requestWorkingGpu(api));
}
