import { expect, type Page } from '@playwright/test';

/** Small enough that a software adapter takes many steps a second; the seed is part of every run. */
export const small = '#v=1&train=320&test=64&w=0.25&lanes=batch,deconv:l=32:t=3&lr=0.05&bs=16&seed=3';

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
