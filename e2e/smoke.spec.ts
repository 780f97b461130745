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
