import {
  availableBroadcasts,
  productFamilies,
  type Broadcast,
  type Broadcasts,
  type ProductFamily,
} from '../gpu/broadcast.ts';
import type { Gpu } from '../gpu/device.ts';
import { median } from '../util/math.ts';

/** Milliseconds of one product of a family by each method that was timed, one value a run. */
export type Times = Readonly<Record<ProductFamily, Readonly<Partial<Record<Broadcast, readonly number[]>>>>>;

/** The method of least median in each family; that of `otherwise` where nothing was timed. */
export function fastest(times: Times, otherwise: Broadcasts): Broadcasts {
  const chosen = productFamilies.map((family): [ProductFamily, Broadcast] => {
    const timed = Object.entries(times[family])
      .filter(([, runs]) => runs.length > 0)
      .map(([broadcast, runs]) => ({ broadcast: broadcast as Broadcast, ms: median(runs) }));
    const best = timed.reduce<(typeof timed)[number] | null>(
      (least, candidate) => (least === null || candidate.ms < least.ms ? candidate : least),
      null,
    );
    return [family, best?.broadcast ?? otherwise[family]];
  });
  return Object.fromEntries(chosen) as Record<ProductFamily, Broadcast>;
}

/** Moves with the kernels: what was found with older ones is timed anew. */
const kernelsVersion = 1;

/** What a choice holds for: this adapter, in this browser or engine and version of it. */
export function choiceKey(
  { adapter, subgroupSize }: Pick<Gpu, 'adapter' | 'subgroupSize'>,
  runtime: string,
): string {
  const { vendor, architecture, description } = adapter;
  return JSON.stringify([vendor, architecture, description, subgroupSize, runtime, kernelsVersion]);
}

/** The choices kept in a text, by key; none where the text is damaged. */
function parseChoices(text: string | null): Record<string, unknown> {
  try {
    const parsed: unknown = JSON.parse(text ?? '{}');
    return typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed) ? { ...parsed } : {};
  } catch {
    return {};
  }
}

/** The choice that a text keeps for a key; null without one, and for one that this adapter cannot run. */
export function keptChoice(text: string | null, key: string, subgroupSize: number | null): Broadcasts | null {
  const choices = parseChoices(text);
  const found = Object.hasOwn(choices, key) ? choices[key] : null;
  if (typeof found !== 'object' || found === null) return null;
  const available = availableBroadcasts(subgroupSize);
  const chosen = productFamilies.map((family): [ProductFamily, Broadcast | undefined] => [
    family,
    available.find((broadcast) => broadcast === (found as Record<string, unknown>)[family]),
  ]);
  if (chosen.some(([, broadcast]) => broadcast === undefined)) return null;
  return Object.fromEntries(chosen) as Record<ProductFamily, Broadcast>;
}

/** The text with a choice more, or another one for the key. */
export function withChoice(text: string | null, key: string, choice: Broadcasts): string {
  return JSON.stringify({ ...parseChoices(text), [key]: choice });
}
