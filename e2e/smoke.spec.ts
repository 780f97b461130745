import { gzipSync } from 'node:zlib';
import { expect, test } from '@playwright/test';
import { firstLoadLimit } from '../scripts/firstLoad.mjs';

test('the served page has its title and an adapter', async ({ page }) => {
  await page.goto('/');
  await expect(page).toHaveTitle(/Deconv Lab/);
  const adapter = await page.evaluate(async () => {
    const { vendor, architecture } = (await navigator.gpu.requestAdapter())?.info ?? {};
    return vendor === undefined ? null : `${vendor} ${architecture}`;
  });
  expect(adapter, 'navigator.gpu.requestAdapter()').not.toBeNull();
});

test('a data file that is not there is a 404 and not the page', async ({ request }) => {
  for (const path of [
    '/data/none/train-images-idx3-ubyte.gz',
    '/data/..%2f..%2fpackage.json',
    '/nothing.json',
  ]) {
    const response = await request.get(path);
    expect(response.status(), path).toBe(404);
    expect(await response.text()).not.toContain('<html');
  }
});

test('a first visit loads at most 250 KB of packed scripts', async ({ page, request }) => {
  const scripts = new Set<string>();
  page.on('request', (asked) => {
    if (asked.resourceType() === 'script') scripts.add(asked.url());
  });
  await page.goto('/');
  await expect(
    page
      .getByRole('img', { name: /^Loss over/ })
      .locator('.trace-smooth')
      .first(),
  ).toBeVisible();
  await page.waitForLoadState('networkidle');
  const sizes = await Promise.all(
    [...scripts].map(async (name) => gzipSync(await (await request.get(name)).body()).length),
  );
  expect(sizes.length).toBeGreaterThan(1);
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(firstLoadLimit);
});
