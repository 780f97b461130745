import { gzipSync } from 'node:zlib';
import { expect, test } from '@playwright/test';

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

test('the scripts that the page opens with take at most 250 KB, packed', async ({ request }) => {
  const html = await (await request.get('/')).text();
  const names = [...html.matchAll(/(?:src|href)="([^"]+\.js)"/g)].map(([, name]) => name!);
  expect(names.length).toBeGreaterThan(0);
  const sizes = await Promise.all(
    names.map(async (name) => gzipSync(await (await request.get(name)).body()).length),
  );
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(250 * 1024);
});
