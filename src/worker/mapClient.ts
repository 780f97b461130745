import type { MapCommand } from './mapProtocol.ts';

/** The worker that draws maps, as the page sees it. */
export interface MapClient {
  /** @param transfer memory and canvases that move to the worker instead of being copied */
  send(commands: readonly MapCommand[], transfer: Transferable[]): void;
  terminate(): void;
}

/** Starts the worker that draws maps; `onFailure` is told when it cannot be loaded or fails. */
export function createMapClient(onFailure: () => void): MapClient {
  const worker = new Worker(new URL('./mapWorker.ts', import.meta.url), { type: 'module', name: 'maps' });
  worker.onerror = onFailure;
  return {
    send: (commands, transfer) => worker.postMessage(commands, transfer),
    terminate: () => worker.terminate(),
  };
}
