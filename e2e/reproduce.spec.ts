import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, type Page } from '@playwright/test';
import { serve, startDataServer } from '../src/testing/dataServer.ts';
import { button, expectAccessible } from './page.ts';

const folder = 'src/app/reproduce/runs';
const [name] = readdirSync(folder);
/** A run of the visitor's own: one that came with the page, ended at another time. */
const own = {
  ...(JSON.parse(readFileSync(join(folder, name!), 'utf8')) as Record<string, unknown>),
  date: '2026-11-26T00:00:00.000Z',
};
const upload = (file: string, content: unknown) => ({
  name: file,
  mimeType: 'application/json',
  buffer: Buffer.from(JSON.stringify(content)),
});

test('the table of the paper, with runs that the visitor opens and takes away again', async ({ page }) => {
  await page.goto('/#reproduce');
  const table = page.getByRole('region', { name: 'CIFAR-10, 1 epoch' });
  await expect(table.getByRole('row', { name: /VGG-16 deconvolution/ })).toContainText('74.18');
  await expect(table.getByRole('row', { name: /VGG-11 deconvolution/ })).toContainText('(1 run)');
  await expect(table.getByRole('columnheader', { name: 'Yours' })).toHaveCount(0);
  await expectAccessible(page);

  const files = page.getByLabel('Open result files');
  await files.setInputFiles([upload('own.json', own), upload('other.json', { version: 2 })]);
  await expect(page.getByText('1 run opened.')).toBeVisible();
  await expect(page.getByText('other.json is not a run of npm run reproduce')).toBeVisible();
  await expect(table.getByRole('columnheader', { name: 'Yours' })).toBeVisible();
  await expectAccessible(page);

  await page.reload();
  const runs = page.getByRole('region', { name: 'Your runs' });
  await expect(runs.getByRole('row')).toHaveCount(2);
  await runs.getByRole('button', { name: /^Remove / }).click();
  await expect(runs).toHaveCount(0);
  await page.reload();
  await expect(table).toBeVisible();
  await expect(runs).toHaveCount(0);

  await page.getByLabel('Epochs').selectOption('20');
  const longer = page.getByRole('region', { name: 'CIFAR-10, 20 epochs' });
  await expect(longer.getByRole('row', { name: /VGG-16 deconvolution/ })).toContainText('93.25');
});

test('two tabs show each other the runs that they keep, and none takes away those of the other', async ({
  page,
  context,
}) => {
  const other = await context.newPage();
  const rows = (tab: Page) => tab.getByRole('region', { name: 'Your runs' }).getByRole('row');
  for (const tab of [page, other]) await tab.goto('/#reproduce');
  await other.getByLabel('Open result files').setInputFiles(upload('own.json', own));
  // One with the heads of the columns.
  await expect(rows(page)).toHaveCount(2);
  const later = { ...own, date: '2026-11-27T00:00:00.000Z' };
  await page.getByLabel('Open result files').setInputFiles(upload('later.json', later));
  for (const tab of [page, other]) await expect(rows(tab)).toHaveCount(3);
  await rows(other).nth(1).getByRole('button').click();
  await expect(rows(page)).toHaveCount(2);
  await page.reload();
  await expect(rows(page)).toHaveCount(2);
});

test('narrow the page does not scroll sideways, and the help leads to it', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto('/');
  await page.keyboard.press('?');
  await page.getByRole('link', { name: 'Table 1 of the paper' }).click();
  await expect(page.getByRole('heading', { name: 'Table 1 of the paper' })).toBeVisible();
  await expectAccessible(page);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  await page.getByRole('link', { name: 'Back to the lab' }).click();
  await expect(button(page, 'Share')).toBeVisible();
});

test('a result file dropped anywhere on the page is opened, too', async ({ page }) => {
  await page.goto('/#reproduce');
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await page.evaluate(() => {
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File(['{"version":2}'], 'dropped.json', { type: 'application/json' }));
    document.body.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
  });
  await expect(page.getByText(/dropped\.json/)).toBeVisible();
});

test('a run of the lab with a model of the table enters it at its end, however soon one leaves', async ({
  page,
}) => {
  const server = await startDataServer();
  // CIFAR-10's files with few images of noise.
  const records = Buffer.from(
    Uint8Array.from({ length: 8 * 3073 }, (_, i) =>
      i % 3073 === 0 ? (i / 3073) % 10 : Math.imul(i, 2654435761) >>> 24,
    ),
  );
  for (const name of [...[1, 2, 3, 4, 5].map((part) => `data_batch_${part}`), 'test_batch'])
    server.answer(`/data/cifar10/${name}.bin`, serve(records));
  await page.addInitScript(
    (mirror) => localStorage.setItem('deconv-lab mirrors', mirror),
    `${server.origin}/data`,
  );
  await page.goto(
    '/#v=1&data=cifar10&net=resnet18&w=0.05&d=0.05&lanes=batch,batch:learningRate=0.01&bs=20&ep=1',
  );
  await button(page, 'Play').click();
  await expect(page.getByText('finished', { exact: true })).toBeVisible({ timeout: 120_000 });
  await page.goto('/#reproduce');
  const runs = page.getByRole('region', { name: 'Your runs' });
  await expect(runs.getByRole('row', { name: /resnet18-cifar10-1-batch-0/ })).toHaveCount(2);
  await expect(
    runs.getByRole('row', { name: /40 training images, 8 test images.*own learning rate 0.01/ }),
  ).toHaveCount(1);
  const table = page.getByRole('region', { name: 'CIFAR-10, 1 epoch' });
  await expect(table.getByRole('columnheader', { name: 'Yours' })).toBeVisible();
  await page.setViewportSize({ width: 390, height: 844 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  await server.close();
});
