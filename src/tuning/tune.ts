import { productFamilies, type Broadcasts } from '../gpu/broadcast.ts';
import type { Gpu } from '../gpu/device.ts';
import { choiceKey, fastest, keptChoice, withChoice } from './choice.ts';
import { usualSizes, type ProductSizes } from './products.ts';
import { timeProducts } from './timing.ts';

/** Where choices are kept: one text, null where there is none yet. What it throws counts as nothing kept. */
export interface ChoiceStore {
  readonly read: () => Promise<string | null>;
  readonly write: (text: string) => Promise<void>;
}

export interface TuneOptions {
  readonly store: ChoiceStore;
  /** Browser or engine, with its version. */
  readonly runtime: string;
  /** Times software adapters, too, which otherwise have a table. */
  readonly isForced?: boolean;
  readonly sizes?: ProductSizes;
  /** Milliseconds after which no further product is timed. Default 3000. */
  readonly budgetMs?: number;
}

/** Choices of this process, so that one that cannot be kept still holds for all of its devices. */
const known = new Map<string, Broadcasts>();

/**
 * The device with the fastest way of sharing operands in matrix products: the one kept for this adapter, else the one that
 * timing finds. A software adapter has a table instead.
 */
export async function tune(gpu: Gpu, options: TuneOptions): Promise<Gpu> {
  if (gpu.adapter.isFallback && !options.isForced) return gpu;
  const { store, runtime, sizes = usualSizes, budgetMs = 3000 } = options;
  const key = choiceKey(gpu, runtime);
  const read = () => store.read().catch(() => null);
  const kept = known.get(key) ?? keptChoice(await read(), key, gpu.subgroupSize);
  if (kept) return remember(gpu, key, kept);
  try {
    const times = await timeProducts(gpu, { sizes, budgetMs });
    const found = fastest(times, gpu.broadcasts);
    const isTimed = productFamilies.some((family) => Object.keys(times[family]).length > 0);
    if (isTimed) await store.write(withChoice(await read(), key, found)).catch(() => undefined);
    return remember(gpu, key, found);
  } catch {
    // A device that is lost meanwhile, or has no room: training says so where it matters.
    return gpu;
  }
}

function remember(gpu: Gpu, key: string, broadcasts: Broadcasts): Gpu {
  known.set(key, broadcasts);
  return { ...gpu, broadcasts };
}
