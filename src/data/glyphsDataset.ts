import type { Split } from './dataset.ts';
import type { Part, Reading } from './format.ts';
import { generateGlyphs } from './glyphs.ts';

/** Images drawn between two parts. */
const partSize = 2000;

/** Glyphs as a data set under way: drawn part by part, the test set first. */
export function drawGlyphs({
  classes,
  counts,
  color,
  seed,
}: {
  classes: readonly string[];
  counts: Readonly<Record<Split, number>>;
  color: boolean;
  seed: number;
}): Reading {
  async function* parts(): AsyncGenerator<Part, void, void> {
    for (const split of ['test', 'train'] as const)
      for (let first = 0; first < counts[split]; first += partSize) {
        const count = Math.min(partSize, counts[split] - first);
        yield { split, images: await generateGlyphs({ seed, split, first, count, color }) };
      }
  }
  return { layout: { counts, classes }, parts: parts(), notes: () => [] };
}
