import { expect, test, type Page } from '@playwright/test';
import { gzip, parquet, picture, plain, range, tar, zip, type Bytes } from '../src/testing/formatFiles.ts';
import { button, open, status } from './page.ts';

const linear = '#v=1&net=linear&lanes=none&bs=8&train=40&test=10';

/** Small pictures, each of a colour of its own. */
const pictures = (count: number, side: number): Promise<Bytes[]> =>
  Promise.all(
    range(count, 5).map((value) =>
      picture('png', { width: side, height: side, color: [value, 250 - value, 100] }),
    ),
  );

/** CIFAR-10's records: a label and the planes of 32 x 32 pixels. */
const records = (count: number): Bytes =>
  plain(Buffer.concat(range(count).map((i) => Uint8Array.from([i % 10, ...range(3072, i + 1)]))));

/** Chooses files in the dialog that the page opens. */
async function choose(page: Page, files: Readonly<Record<string, Bytes>>): Promise<void> {
  const dialog = page.waitForEvent('filechooser');
  await page.getByText('Choose files').click();
  const list = Object.entries(files).map(([name, bytes]) => ({
    name,
    mimeType: 'application/octet-stream',
    buffer: Buffer.from(bytes),
  }));
  await (await dialog).setFiles(list);
}

/** Drops a file on the page. */
function drop(page: Page, name: string, content: readonly number[]): Promise<void> {
  return page.evaluate(
    ([fileName, bytes]) => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File([Uint8Array.from(bytes)], fileName));
      document.body.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
    },
    [name, content] as const,
  );
}

/** Takes a step on the 40 and 10 images of the set. */
async function expectTrains(page: Page, dataset: string): Promise<void> {
  await expect(page.getByRole('combobox', { name: 'Data set' })).toHaveValue(dataset);
  await expect(page.getByText(/^\d+ files? from you/)).toBeVisible();
  await button(page, 'Step').click();
  await expect(status(page, 'Step')).toHaveText('1', { timeout: 60_000 });
  await expect(status(page, 'Loss A')).toContainText(/\d/);
  await expect(page.getByText('40 training, 10 test images')).toBeVisible();
  await expect(page.getByRole('alert')).toHaveCount(0);
}

test('a zip of pictures, a folder for each class, is dropped on the page and trained on', async ({
  page,
}) => {
  const images = await pictures(50, 24);
  const path = (i: number) => `photos/${i % 2 === 0 ? 'dark' : 'light'}/${i}.png`;
  const archive = await zip(Object.fromEntries(images.map((image, i) => [path(i), image])));
  await open(page, linear);
  await drop(page, 'notes.txt', range(3));
  await expect(page.getByText(/^notes\.txt is of no data set that is known here/)).toBeVisible();
  await drop(page, 'photos.zip', [...archive]);
  await expect(page.getByText(/is of no data set/)).toBeHidden();
  await expectTrains(page, 'own');
  await expect(page.getByRole('img', { name: /^true class (dark|light)$/ })).toBeVisible();
});

test('CIFAR records are chosen in the dialog and trained on', async ({ page }) => {
  await open(page, linear);
  await page.getByText('Images used, augmentation').click();
  const archive = await tar({
    'cifar-10-batches-bin/data_batch_1.bin': records(40),
    'cifar-10-batches-bin/test_batch.bin': records(10),
  });
  await choose(page, { 'cifar-10-binary.tar.gz': gzip(archive) });
  await expectTrains(page, 'cifar10');
});

test('Parquet files are chosen one after the other in the dialog and trained on', async ({ page }) => {
  let fail: () => void = () => undefined;
  const until = new Promise<void>((resolve) => (fail = resolve));
  await page.route('https://**', async (route) => {
    await until;
    await route.fulfill({ status: 404, headers: { 'access-control-allow-origin': '*' } });
  });
  await page.goto(`/${linear.replace('net', 'data=cifar10&net')}`);
  await page.getByText('Images used, augmentation').click();
  const images = await pictures(50, 32);
  const file = (from: number, to: number) =>
    parquet(
      images.slice(from, to),
      range(to - from).map((i) => i % 10),
      { groupSize: 20 },
    );
  await choose(page, { 'train-00000-of-00001.parquet': file(0, 40) });
  await expect(page.getByText('CIFAR-10 still needs test-00000-of-00001.parquet.')).toBeVisible();
  // That the set cannot be fetched meanwhile does not make the page forget the first file.
  fail();
  await expect(page.getByRole('alert')).toContainText('CIFAR-10 could not be had.');
  await choose(page, { 'test-00000-of-00001.parquet': file(40, 50) });
  await expectTrains(page, 'cifar10');
});
