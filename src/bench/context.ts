import type { AdapterDescription, Gpu } from '../gpu/device.ts';
import type { LoadProbe } from './sampling.ts';

/** What every suite works with. */
export interface BenchContext {
  /** A device of its own for each caller, so that no kernel is compiled already. */
  readonly requestDevice: () => Promise<Gpu>;
  readonly adapter: AdapterDescription;
  readonly load?: LoadProbe | undefined;
  readonly signal?: AbortSignal | undefined;
  /** What is going on, in a few words. */
  readonly progress: (text: string) => void;
}
