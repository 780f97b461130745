import { expect, test } from '@playwright/test';
import { button, expectAccessible } from './page.ts';

test('the benchmark measures what is chosen, and its result can be copied', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.goto('/#bench');
  for (const suite of [/Single operations/, /Training steps/, /Deconvolution/])
    await page.getByRole('checkbox', { name: suite }).uncheck();
  await expectAccessible(page);
  await button(page, 'Measure').click();
  await expect(page.getByText('Done.')).toBeVisible({ timeout: 120_000 });
  await expectAccessible(page);
  await button(page, 'Copy as JSON').click();
  await expect(button(page, 'Copied')).toBeVisible();
  const report = JSON.parse(await page.evaluate(() => navigator.clipboard.readText())) as {
    limits: { fmaGflops: number; gemmGflops: number; copyGBps: number };
    steps: unknown[];
  };
  const { fmaGflops, gemmGflops, copyGBps } = report.limits;
  expect(gemmGflops).toBeGreaterThan(0);
  expect(fmaGflops).toBeGreaterThan(gemmGflops);
  expect(copyGBps).toBeGreaterThan(0);
  expect(report.steps).toEqual([]);
  const row = page.getByRole('row', { name: /^multiply-add from registers/ });
  expect(Number.parseFloat((await row.getByRole('cell').first().textContent())!)).toBeCloseTo(fmaGflops, -1);
});

test('a benchmark under way can be cancelled', async ({ page }) => {
  await page.goto('/#bench');
  await button(page, 'Measure').click();
  await button(page, 'Cancel').click();
  await expect(page.getByText(/^Cancelled/)).toBeVisible({ timeout: 120_000 });
  await expect(button(page, 'Measure')).toBeEnabled();
});
