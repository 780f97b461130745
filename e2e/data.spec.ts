import { createHash } from 'node:crypto';
import { expect, test, type Page } from '@playwright/test';
import { expectAccessible } from './page.ts';
import { serve, startDataServer, type DataServer } from '../src/testing/dataServer.ts';

/** MNIST's name and files, but few images of noise. */
const trainCount = 6000;
const address = '/#v=1&data=mnist&w=0.25&lanes=none,batch&lr=0.01&bs=16';
const folder = '/data/mnist';

/** An IDX file of unsigned bytes. */
function idx(shape: readonly number[], value: (index: number) => number): Buffer {
  const header = Buffer.alloc(4 + 4 * shape.length);
  header.writeUInt32BE(0x0800 + shape.length, 0);
  shape.forEach((size, i) => header.writeUInt32BE(size, 4 + 4 * i));
  const count = shape.reduce((product, size) => product * size, 1);
  return Buffer.concat([header, Buffer.from(Uint8Array.from({ length: count }, (_, i) => value(i)))]);
}

const noise = (i: number) => (Math.imul(i, 2654435761) >>> 13) & 255;
const files = {
  'train-images-idx3-ubyte.gz': idx([trainCount, 28, 28], noise),
  'train-labels-idx1-ubyte.gz': idx([trainCount], (i) => i % 10),
  't10k-images-idx3-ubyte.gz': idx([64, 28, 28], noise),
  't10k-labels-idx1-ubyte.gz': idx([64], (i) => i % 10),
};

let server: DataServer;
/** Lets the second half of the training images go. */
let release: () => void;
test.beforeEach(async () => {
  server = await startDataServer();
  const until = new Promise<void>((resolve) => (release = resolve));
  for (const [name, bytes] of Object.entries(files))
    server.answer(
      `${folder}/${name}`,
      serve(bytes, { pieceBytes: 1 << 17, pauseMs: 20, holdAfter: { bytes: 1 << 21, until } }),
    );
});
test.afterEach(() => server.close());

const status = (page: Page, name: string) => page.getByRole('status', { name, exact: true });
const paused = (page: Page) => page.getByText('paused', { exact: true });

const bytesBar = (page: Page) => page.locator('.data-fetch progress');
const received = (page: Page) => bytesBar(page).evaluate((element: HTMLProgressElement) => element.value);

async function open(page: Page, mirrors: readonly string[], to = address): Promise<void> {
  await page.addInitScript((list) => localStorage.setItem('deconv-lab mirrors', list), mirrors.join('\n'));
  await page.goto(to);
}

/** A mirror at which nothing listens any more. */
async function deadMirror(): Promise<string> {
  const gone = await startDataServer();
  await gone.close();
  return `${gone.origin}/data`;
}

test('the next mirror takes over, training starts before the end, and the set is there without a network', async ({
  page,
  context,
}) => {
  const dead = await deadMirror();
  await open(page, [dead, `${server.origin}/data`]);
  await expect(page.getByText(`${dead}/mnist/train-images-idx3-ubyte.gz cannot be reached`)).toBeVisible();

  // Bytes move …
  const bar = bytesBar(page);
  await expect(bar).toBeVisible();
  const first = await received(page);
  await expect.poll(() => received(page), { intervals: [50] }).toBeGreaterThan(first);

  await expectAccessible(page, page.getByRole('complementary', { name: 'Settings' }));

  // … and steps are taken before all are there.
  await page.getByRole('button', { name: 'Play', exact: true }).click();
  const growing = page.getByText(/Training on [\d\s]+ of 6\s000 images; the rest is loading/);
  await expect(growing).toBeVisible({ timeout: 60_000 });
  await expect
    .poll(async () => Number(await status(page, 'Step').textContent()), { timeout: 60_000 })
    .toBeGreaterThan(0);
  await expect(growing).toBeVisible();
  release();
  await expect(growing).toBeHidden({ timeout: 60_000 });
  await expect(bar).toBeHidden();

  await page.getByRole('button', { name: 'Pause', exact: true }).click();

  // Another visit, all mirrors gone, the server's own data too, and no network.
  await server.close();
  await page.reload();
  await expect(paused(page)).toBeVisible({ timeout: 60_000 });
  await expect(page.getByRole('alert')).toHaveCount(0);
  await expect(page.getByText(/6\s000 training, 64 test images/)).toBeVisible();
  await context.close();
});

test('the data can be looked at closely, and what is kept of it deleted', async ({ page }) => {
  release();
  await open(page, []);
  await page.getByRole('button', { name: 'Explore the data …' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('tab', { name: 'Files', exact: true }).click();
  await expect(dialog.getByText('CC BY-SA 3.0')).toBeVisible();

  // A mirror of one's own is used at once.
  const mirrors = dialog.getByRole('textbox', { name: 'Mirrors of your own' });
  await mirrors.fill('no address');
  await dialog.getByRole('button', { name: 'Use these mirrors' }).click();
  await expect(dialog.getByText('no is no address')).toBeVisible();
  await mirrors.fill(`${server.origin}/data/`);
  await dialog.getByRole('button', { name: 'Use these mirrors' }).click();
  const name = 'train-images-idx3-ubyte.gz';
  const set = dialog.getByRole('list', { name: 'Files of this set' });
  await expect(set.getByText(`mnist/${name} · MD5 f68b3c2dcbea…`)).toBeVisible();
  await expect(set.locator('ol').first().getByRole('listitem')).toHaveText([
    `${new URL(page.url()).origin}${folder}/${name}`,
    `${server.origin}${folder}/${name}`,
    `https://cdn.jsdelivr.net/gh/fgnt/mnist@master/${name}`,
  ]);
  await expectAccessible(page);
  await expect(page.getByText(/6\s000 training, 64 test images/)).toBeVisible({ timeout: 60_000 });

  await dialog.getByRole('tab', { name: 'Images', exact: true }).click();
  await expect(dialog.getByText(/96 of 6\s000 training images/)).toBeVisible();
  await dialog.getByRole('button', { name: /^3 600 training, 7 test images/ }).click();
  await expect(dialog.getByText(/96 of 600 training images/)).toBeVisible();
  await expectAccessible(page);
  // Image 3 is the first of its class; a click looks at it closely.
  await dialog.getByRole('button', { name: '3, training image 3; look closer' }).click();
  await expect(dialog.getByRole('img', { name: 'raw: 3' })).toBeVisible();
  await expect(dialog.getByRole('img', { name: /^whitened over its 3 × 3 patches/ })).toBeVisible();
  await expectAccessible(page);
  await dialog.getByRole('tab', { name: 'Statistics' }).click();
  // Noise, as the set is: every byte as often as any other, and neighbours that know nothing of each other.
  const row = dialog.getByRole('row', { name: /^grey/ });
  await expect(row).toContainText(/grey0\.(49|50)\d0\.1310\.(28|29)\d0\.308/);
  await expectAccessible(page);

  await dialog.getByRole('tab', { name: 'Files', exact: true }).click();
  await expect(set.getByText(/ · kept in this browser$/)).toHaveCount(4);
  const stored = dialog.getByRole('list', { name: 'Kept in this browser' });
  await expect(stored.getByText('mnist/train-images-idx3-ubyte.gz')).toBeVisible();
  await expect(page.getByText('data cached', { exact: true })).toBeVisible();
  await dialog.getByRole('button', { name: 'Delete mnist/t10k-labels-idx1-ubyte.gz' }).click();
  await dialog.getByRole('button', { name: 'Delete for good?' }).click();
  await expect(stored.getByText('mnist/t10k-labels-idx1-ubyte.gz')).toBeHidden();
  await expect(set.getByText(/ · kept in this browser$/)).toHaveCount(3);
  await expect(stored.getByText('mnist/train-labels-idx1-ubyte.gz')).toBeVisible();
  await expect(page.getByText('data not cached', { exact: true })).toBeVisible();
});

test('a mirror that sends damaged files is refused and named, and the next one is used', async ({ page }) => {
  const corrupt = await startDataServer();
  for (const [name, bytes] of Object.entries(files)) {
    const damaged = Buffer.from(bytes);
    if (name.startsWith('t10k-labels')) damaged.fill(77, 10);
    corrupt.answer(`${folder}/${name}`, serve(damaged));
  }
  release();
  await open(page, [`${corrupt.origin}/data`, `${server.origin}/data`]);
  await expect(page.getByText(`Refused ${corrupt.origin}/data/mnist/`)).toBeVisible({ timeout: 60_000 });
  await expect(page.getByText(/t10k-labels-idx1-ubyte\.gz gives image 2 the label 77/)).toBeVisible();
  await expect(paused(page)).toBeVisible({ timeout: 60_000 });
  await expect(page.getByRole('alert')).toHaveCount(0);
  await corrupt.close();
});

test('a set larger than the room that the browser gives is used all the same, and the page says so', async ({
  page,
  context,
  baseURL,
}) => {
  const { origin } = new URL(baseURL!);
  const browser = await context.newCDPSession(page);
  await browser.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 1_000_000 });
  release();
  await open(page, [`${server.origin}/data`]);
  await expect(
    page.getByText(/^train-images-idx3-ubyte\.gz is used but not kept .* has no room left/),
  ).toBeVisible({ timeout: 60_000 });
  await expect(page.getByText(/6\s000 training, 64 test images/)).toBeVisible({ timeout: 60_000 });
  await expect(page.getByRole('alert')).toHaveCount(0);
  await expect(page.getByText('data not cached', { exact: true })).toBeVisible();

  // What there was room for is kept, and nothing of the rest.
  await page.getByRole('button', { name: 'Explore the data …' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('tab', { name: 'Files', exact: true }).click();
  const stored = dialog.getByRole('list', { name: 'Kept in this browser' });
  await expect(stored.getByText('mnist/train-labels-idx1-ubyte.gz')).toBeVisible();
  await expect(stored.getByText('mnist/train-images-idx3-ubyte.gz')).toBeHidden();
});

test('a store that never opens a file, as happens in Chromium, holds nothing up', async ({ page }) => {
  // A worker that is still starting when the test ends has nothing to say any more.
  page.on('worker', (worker) => worker.evaluate(neverOpen).catch(() => undefined));
  release();
  await open(page, [`${server.origin}/data`]);
  await expect(
    page.getByText(/^(\S+\.gz, ){3}\S+\.gz are used but not kept .*it did not answer within 3 s/),
  ).toBeVisible();
  await expect(page.getByText('used but not kept')).toHaveCount(1);
  await expect(page.getByText(/6\s000 training, 64 test images/)).toBeVisible({ timeout: 60_000 });
  await expect(paused(page)).toBeVisible({ timeout: 60_000 });
  await expect(page.getByRole('alert')).toHaveCount(0);
});

/** Runs in a worker. */
function neverOpen(): void {
  const createSyncAccessHandle = () => new Promise(() => undefined);
  Object.assign(FileSystemFileHandle.prototype, { createSyncAccessHandle });
}

test('sliders choose how many images are used and how many labels are wrong', async ({ page }) => {
  await page.goto('/#v=1&net=linear&lanes=none&test=64');
  await expect(paused(page)).toBeVisible({ timeout: 60_000 });
  await page.getByText('Images used, augmentation').click();
  const size = page.getByRole('slider', { name: 'Training images' });
  const sizeBox = page.getByRole('spinbutton', { name: 'Training images' });
  await expect(size).toHaveAttribute('aria-valuetext', /^all 20\s000$/);
  await expect(sizeBox).toHaveValue('');

  await size.focus();
  await page.keyboard.press('Home');
  await expect(sizeBox).toHaveValue('500');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await expect(sizeBox).toHaveValue('630');
  await expect.poll(() => page.url()).toContain('train=630');
  await expect(page.getByText('630 training, 64 test images')).toBeVisible();

  // A number between two places is as good, and the thumb goes to the nearer one.
  await sizeBox.fill('1234');
  await sizeBox.press('Enter');
  await expect(size).toHaveAttribute('aria-valuetext', /^1\s234$/);
  await size.press('End');
  await expect.poll(() => page.url()).not.toContain('train=');

  const noise = page.getByRole('slider', { name: 'Label noise' });
  await noise.fill('40');
  await expect(noise).toHaveAttribute('aria-valuetext', '40 %');
  await expect(page.getByRole('spinbutton', { name: 'Label noise' })).toHaveValue('0.4');
  await expect.poll(() => page.url()).toContain('ln=0.4');
  await expectAccessible(page);
});

const linear = '/#v=1&data=mnist&net=linear&lanes=none&bs=16';
const expectWhole = (page: Page) =>
  expect(page.getByText(/6\s000 training, 64 test images/)).toBeVisible({ timeout: 60_000 });

/** A step is taken with the images that are there, though not all of them are. */
async function expectTrainsOnPart(page: Page, fault: string): Promise<void> {
  const notice = page.getByText(/^Training on \d\s\d{3} of 6\s000 images; the rest did not come\./);
  await expect(notice).toContainText(fault, { timeout: 60_000 });
  await expect(page.getByRole('alert')).toHaveCount(0);
  await page.getByRole('button', { name: 'Step', exact: true }).click();
  await expect(status(page, 'Step')).toHaveText('1');
  // Networks built anew on the same images do not promise the rest either.
  await page.getByRole('button', { name: 'Reset', exact: true }).click();
  await expect(status(page, 'Step')).toHaveText('0');
  await expect(paused(page)).toBeVisible();
  await expect(notice).toContainText(fault);
}

test('a download that is cancelled goes on when it is wanted again', async ({ page }) => {
  const [[name, bytes]] = Object.entries(files) as [[string, Buffer]];
  const never = new Promise<void>(() => undefined);
  const tooFew = { pieceBytes: 1 << 17, holdAfter: { bytes: 1 << 18, until: never } };
  server.answer(`${folder}/${name}`, serve(bytes, tooFew));
  await open(page, [`${server.origin}/data`], linear);
  await expect.poll(() => received(page), { timeout: 60_000 }).toBeGreaterThan(1 << 17);
  const cancel = page.getByRole('button', { name: 'Cancel the download' });
  await cancel.click();
  const alert = page.getByRole('alert');
  await expect(alert).toContainText('The download was cancelled.');
  await expect(cancel).toBeHidden();

  const enough = { pieceBytes: 1 << 17, holdAfter: { bytes: 1 << 21, until: never } };
  server.answer(`${folder}/${name}`, serve(bytes, enough));
  await alert.getByRole('button', { name: 'Try again' }).click();
  await expect(
    page.getByText(/^train-images-idx3-ubyte\.gz goes on after \d+ kB of an earlier visit\.$/),
  ).toBeVisible();
  await expect(page.getByText(/the rest is loading/)).toBeVisible({ timeout: 60_000 });
  await cancel.click();
  await expect(cancel).toBeHidden();
  await expectTrainsOnPart(page, 'The download was cancelled.');

  server.answer(`${folder}/${name}`, serve(bytes));
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByText(/the rest did not come/)).toBeHidden();
  await expectWhole(page);
  await expect(alert).toHaveCount(0);
});

test('training goes on with what is there when the rest of a set does not come', async ({ page }) => {
  await page.route('https://cdn.jsdelivr.net/**', (route) => route.abort());
  await open(page, [`${server.origin}/data`], linear);
  await expect(page.getByText(/the rest is loading/)).toBeVisible({ timeout: 60_000 });
  await server.close();
  await expectTrainsOnPart(page, 'train-images-idx3-ubyte.gz could not be fetched.');
});

test('two pages that load the same set at once both have all of it, fetched once and kept whole', async ({
  page,
  context,
}) => {
  const other = await context.newPage();
  for (const each of [page, other]) await open(each, [`${server.origin}/data`], linear);
  // One fetches, the other waits for it.
  await expect(page.getByText(/the rest is loading/)).toBeVisible({ timeout: 60_000 });
  release();
  for (const each of [page, other]) await expectWhole(each);
  const sums = Object.entries(files).map(([name, bytes]) => [
    `mnist/${name}`,
    createHash('sha256').update(bytes).digest('hex'),
  ]);
  await expect.poll(() => page.evaluate(keptSums)).toEqual(Object.fromEntries(sums));
  for (const name of Object.keys(files))
    expect(server.requests.filter((request) => request === `GET ${folder}/${name}`)).toHaveLength(1);
});

/** SHA-256 of every whole file that this browser keeps. Runs in a page. */
async function keptSums(): Promise<Record<string, string>> {
  const root = await navigator.storage.getDirectory();
  const sums: Record<string, string> = {};
  for await (const [name, handle] of (await root.getDirectoryHandle('data')).entries()) {
    if (!(handle instanceof FileSystemFileHandle) || !name.endsWith('.gz')) continue;
    const sum = await crypto.subtle.digest('SHA-256', await (await handle.getFile()).arrayBuffer());
    sums[decodeURIComponent(name)] = [...new Uint8Array(sum)]
      .map((byte) => byte.toString(16).padStart(2, '0'))
      .join('');
  }
  return sums;
}
