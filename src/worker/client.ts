import type { Command, Event } from './protocol.ts';

/** The worker as the page sees it. */
export interface Client {
  send(command: Command): void;
  terminate(): void;
}

/**
 * Starts the training worker. What it says goes to `onEvent`; when it crashes or sends what cannot be read, a
 * sentence goes to `onCrash`, by default as an error event of the run that was commanded last.
 */
export function createClient(onEvent: (event: Event) => void, onCrash?: (message: string) => void): Client {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module', name: 'training' });
  let runId = 0;
  const crash = onCrash ?? ((message: string) => onEvent({ type: 'error', runId, message }));
  worker.onmessage = ({ data }: MessageEvent<Event>) => onEvent(data);
  worker.onmessageerror = () =>
    crash('A message of the training worker could not be read. Try again starts another one.');
  worker.onerror = ({ message }) =>
    crash(
      `The training worker failed: ${message || 'it could not be loaded'}. Try again starts another one; if that fails as well, reload the page.`,
    );
  return {
    send(command) {
      runId = command.runId;
      worker.postMessage(command);
    },
    terminate: () => worker.terminate(),
  };
}
