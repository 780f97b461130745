import type { Network } from './network.ts';

/** Milliseconds of work that may wait on the GPU: enough to keep it busy, little enough to pause at once. */
const waitingMs = 100;
/** Steps or batches that may wait. */
export const maxWaiting = 32;

/** Keeps a bounded amount of work on the GPU. */
export class SubmittedWork {
  private readonly network: Pick<Network, 'submitted'>;
  private readonly waiting: Promise<unknown>[] = [];

  constructor(network: Pick<Network, 'submitted'>) {
    this.network = network;
  }

  /** After another step or batch was submitted: waits until there is room for the next, of `msPerStep` each. */
  async waitForRoom(msPerStep: number): Promise<void> {
    const limit = Math.min(maxWaiting, Math.max(2, Math.round(waitingMs / (msPerStep || waitingMs))));
    const submitted = this.network.submitted();
    // Not all of them are awaited; a lost device shows in those that are.
    submitted.catch(() => undefined);
    this.waiting.push(submitted);
    while (this.waiting.length >= limit) await this.waiting.shift();
  }

  /** Waits until all is done. */
  async drain(): Promise<void> {
    this.forget();
    await this.network.submitted();
  }

  /** Somebody else has waited until all was done. */
  forget(): void {
    this.waiting.length = 0;
  }
}
