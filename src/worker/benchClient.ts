import type { BenchCommand, BenchEvent } from './benchProtocol.ts';

/** The measuring worker as the page sees it. */
export interface BenchClient {
  send(command: BenchCommand): void;
  terminate(): void;
}

/** Starts the measuring worker; a crash becomes a `failed` event. */
export function createBenchClient(onEvent: (event: BenchEvent) => void): BenchClient {
  const worker = new Worker(new URL('./benchWorker.ts', import.meta.url), {
    type: 'module',
    name: 'benchmark',
  });
  const fail = (reason: string) =>
    onEvent({ type: 'failed', message: `The measuring worker failed: ${reason}. Reload the page.` });
  worker.onmessage = ({ data }: MessageEvent<BenchEvent>) => onEvent(data);
  worker.onmessageerror = () => fail('it sent what cannot be read');
  worker.onerror = ({ message }) => fail(message || 'it could not be loaded');
  return {
    send: (command) => worker.postMessage(command),
    terminate: () => worker.terminate(),
  };
}
