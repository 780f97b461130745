import { expect, type Page } from '@playwright/test';

/** Small enough that a software adapter takes many steps a second; the seed is part of every run. */
export const small = '#v=1&train=320&test=64&w=0.25&lanes=batch,deconv:l=32:t=3&lr=0.05&bs=16&seed=3';

/** The same without convolutions, whose kernels take a software adapter most of a test's time to compile: for what any network shows. */
export const withoutConvolutions = `${small}&net=mlp`;

export const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
export const status = (page: Page, name: string) => page.getByRole('status', { name, exact: true });

/** Opens the page and waits until its networks are built. */
export async function open(page: Page, hash = small): Promise<void> {
  await page.goto(`/${hash}`);
  await expectPaused(page);
}

export async function expectPaused(page: Page): Promise<void> {
  await expect(page.getByText('paused', { exact: true })).toBeVisible({ timeout: 120_000 });
}

/** The number that a readout shows. */
export async function read(page: Page, name: string): Promise<number> {
  return Number.parseFloat(((await status(page, name).textContent()) ?? '').replace('−', '-'));
}

export async function expectSteps(page: Page, least: number): Promise<void> {
  await expect.poll(() => read(page, 'Step'), { timeout: 120_000 }).toBeGreaterThanOrEqual(least);
}

/** How much of a page that is opened next moves without having been asked to: the sum of its layout shifts. */
export async function watchMoves(page: Page): Promise<() => Promise<number>> {
  await page.addInitScript(() => {
    const moved = { sum: 0 };
    Object.assign(window, { moved });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) moved.sum += (entry as unknown as { value: number }).value;
    }).observe({ type: 'layout-shift', buffered: true });
  });
  return () => page.evaluate(() => (window as unknown as { moved: { sum: number } }).moved.sum);
}

/** Colours are all in which a dark page differs from a light one. */
const ofColors = ['color-contrast', 'link-in-text-block'];

/** Runs axe, with all of its rules, on the page as it stands, or on a part of it; in the dark those of colours. */
export async function expectAccessible(page: Page, part = page.locator('html')): Promise<void> {
  if (!(await page.evaluate(() => 'axe' in window)))
    await page.addScriptTag({ path: 'node_modules/axe-core/axe.min.js' });
  for (const colorScheme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme });
    const rules = colorScheme === 'dark' ? { runOnly: ofColors } : {};
    expect(await part.evaluate(violations, rules), colorScheme).toEqual([]);
  }
}

/** Runs in the page, where axe is. */
async function violations(part: Element, rules: object): Promise<string[]> {
  interface Violation {
    readonly id: string;
    readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[];
  }
  const { axe } = window as unknown as {
    axe: { run: (part: Element, rules: object) => Promise<{ violations: readonly Violation[] }> };
  };
  const found = await axe.run(part, rules);
  return found.violations.map(
    ({ id, nodes }) =>
      `${id}: ${nodes.map((node) => `${node.html} ${node.failureSummary ?? ''}`).join('; ')}`,
  );
}

/** Pixels in the middles of the cells of a square matrix, little-endian. */
export function middlesOf(page: Page, png: Buffer, cells: number): Promise<number[]> {
  return page.evaluate(
    async ([bytes, n]) => {
      const picture = await createImageBitmap(new Blob([new Uint8Array(bytes)], { type: 'image/png' }));
      const context = new OffscreenCanvas(picture.width, picture.height).getContext('2d')!;
      context.drawImage(picture, 0, 0);
      const { data } = context.getImageData(0, 0, picture.width, picture.height);
      const pixels = new Uint32Array(data.buffer);
      const middle = (i: number, length: number) => Math.floor(((i + 0.5) * length) / n);
      return Array.from({ length: n * n }, (_, at) => {
        const y = middle(Math.floor(at / n), picture.height);
        return pixels[y * picture.width + middle(at % n, picture.width)]!;
      });
    },
    [[...png], cells] as const,
  );
}
