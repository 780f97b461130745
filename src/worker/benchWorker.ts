import { runBenchmark } from '../bench/run.ts';
import { Cancelled } from '../bench/sampling.ts';
import { UserError } from '../util/assert.ts';
import type { BenchCommand, BenchEvent } from './benchProtocol.ts';
import { requestTunedGpu } from './tunedGpu.ts';

/** What of a worker's global scope is used; the compiler's own type of it excludes that of a page. */
interface WorkerScope {
  readonly navigator: { readonly gpu?: GPU };
  postMessage(message: BenchEvent): void;
  onmessage: ((message: { readonly data: BenchCommand }) => void) | null;
}

const worker = self as unknown as WorkerScope;
let abort: AbortController | null = null;

async function run({ suites, quick, runtime }: Extract<BenchCommand, { type: 'run' }>): Promise<void> {
  abort = new AbortController();
  try {
    await runBenchmark({
      requestDevice: () => {
        const { gpu } = worker.navigator;
        if (!gpu)
          throw new UserError('This browser offers no WebGPU to workers. Use a current Chrome or Edge.');
        return requestTunedGpu(gpu);
      },
      suites,
      quick,
      only: null,
      batchSize: null,
      runtime,
      signal: abort.signal,
      progress: (text) => worker.postMessage({ type: 'progress', text }),
      onReport: (report) => worker.postMessage({ type: 'report', report }),
    });
    worker.postMessage({ type: 'done' });
  } catch (error) {
    if (error instanceof Cancelled) worker.postMessage({ type: 'cancelled' });
    else
      worker.postMessage({
        type: 'failed',
        message: error instanceof UserError ? error.message : `Unexpected failure: ${String(error)}`,
      });
  }
}

worker.onmessage = ({ data }) => {
  if (data.type === 'run') void run(data);
  else abort?.abort();
};
