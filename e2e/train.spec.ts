import { expect, test, type Page } from '@playwright/test';
import {
  button,
  expectAccessible,
  expectPaused,
  expectSteps,
  open,
  read,
  small,
  status,
  watchMoves,
  withoutConvolutions,
} from './page.ts';

/** Takes `count` single steps and returns the losses after each. */
async function firstLosses(page: Page, count: number): Promise<string[]> {
  const losses: string[] = [];
  for (let step = 1; step <= count; step++) {
    await button(page, 'Step').click();
    await expect(status(page, 'Step')).toHaveText(String(step));
    await expect(page.getByText('paused', { exact: true })).toBeVisible();
    losses.push(
      `${await status(page, 'Loss A').textContent()} ${await status(page, 'Loss B').textContent()}`,
    );
  }
  return losses;
}

test('trains both networks, pauses, resumes, steps and resets', async ({ page }) => {
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(message.text());
  });
  await open(page);

  await button(page, 'Step').click();
  await expect(status(page, 'Step')).toHaveText('1');
  const before = { a: await read(page, 'Loss A'), b: await read(page, 'Loss B') };
  // Ten classes and fresh weights: about ln 10.
  expect(before.a).toBeGreaterThan(1.5);
  expect(before.a).toBeLessThan(4);

  await button(page, 'Play').click();
  await expect.poll(() => read(page, 'Loss A'), { timeout: 150_000 }).toBeLessThan(before.a * 0.9);
  await expect.poll(() => read(page, 'Loss B'), { timeout: 150_000 }).toBeLessThan(before.b * 0.9);
  expect(await status(page, 'Throughput').textContent()).toMatch(/^\d[\d\s]* img\/s$/);

  await button(page, 'Where a step’s time goes').click();
  const split = page.getByRole('dialog', { name: 'Where a step’s time goes' });
  for (const lane of ['A', 'B'])
    await expect(
      split.getByRole('img', {
        name: new RegExp(`^${lane}: data <?\\d+ %, forward \\d+ %, backward \\d+ %, optimizer <?\\d+ %$`),
      }),
    ).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await expect(split).toBeHidden();

  await button(page, 'Pause').click();
  await expect(page.getByText('paused', { exact: true })).toBeVisible();
  await expect(button(page, 'Play')).toBeVisible();
  const paused = await read(page, 'Step');
  expect(await read(page, 'Accuracy B')).toBeGreaterThan(15);
  // Nothing moves while paused.
  await page.waitForTimeout(500);
  expect(await read(page, 'Step')).toBe(paused);

  await button(page, 'Step').click();
  await expect(status(page, 'Step')).toHaveText(String(paused + 1));

  await button(page, 'Play').click();
  await expectSteps(page, paused + 10);
  await button(page, 'Pause').click();
  await expect(page.getByText('paused', { exact: true })).toBeVisible();

  await button(page, 'Reset').click();
  await expect(status(page, 'Step')).toHaveText('0');
  await expect(status(page, 'Loss A')).toHaveText('–');
  await expect(page.getByText('paused', { exact: true })).toBeVisible({ timeout: 60_000 });
  expect(problems).toEqual([]);
});

/** Collects what screen readers speak without being asked. */
async function listen(page: Page): Promise<() => Promise<string[]>> {
  await page.evaluate(() => {
    const heard: string[] = [];
    Object.assign(window, { heard });
    const isLive = (element: Element | null) =>
      element !== null && !['', 'off'].includes(element.getAttribute('aria-live') ?? 'polite');
    new MutationObserver((changes) => {
      for (const { target, addedNodes } of changes) {
        const element = target instanceof Element ? target : target.parentElement;
        const region = element?.closest('[aria-live], [role=status], [role=alert], output');
        if (!region || !isLive(region)) continue;
        if (target instanceof Text) heard.push(target.data);
        for (const { textContent } of addedNodes) if (textContent) heard.push(textContent);
      }
    }).observe(document.body, { subtree: true, childList: true, characterData: true });
  });
  return () => page.evaluate(() => (window as unknown as { heard: string[] }).heard);
}

test('an epoch ends with a test of both networks, which is spoken once, and the charts have table twins', async ({
  page,
}) => {
  await open(page, withoutConvolutions);
  const heard = await listen(page);
  await button(page, 'Epoch').click();
  await expect(page.getByText('paused', { exact: true })).toBeHidden();
  await expect(page.getByText('paused', { exact: true })).toBeVisible({ timeout: 120_000 });
  await expect(status(page, 'Step')).toHaveText('20');
  await expect(page.getByRole('columnheader', { name: 'test accuracy' })).toBeVisible();
  const spoken = /^Epoch 1: test accuracy A [\d.]+ %, B [\d.]+ %\.$/;
  expect(await heard()).toEqual([expect.stringMatching(spoken)]);

  // A pointer in one chart has the numbers of every network at that step.
  const chart = page.getByRole('region', { name: 'Loss', exact: true });
  const tooltip = chart.locator('.chart-tooltip');
  const pointed = async () => {
    await chart.locator('.chart-plot').hover();
    const rows = await tooltip.locator('tr').allInnerTexts();
    return rows.map((row) => row.split('\t').map((cell) => cell.trim()));
  };
  const [heads, a, b, difference] = await pointed();
  expect(heads).toEqual([expect.stringMatching(/^step \d+$/), 'average', 'batch']);
  expect([a![0], b![0], difference![0]]).toEqual(['A', 'B', 'B − A']);
  expect(a![1]).not.toBe(a![2]);
  const apart = Number(b![1]) - Number(a![1]) - Number(difference![1]!.replace('−', '-'));
  // Of three digits each.
  expect(Math.abs(apart)).toBeLessThan(0.011);
  const smoothing = page.getByRole('slider', { name: 'Smoothing', exact: true });
  await smoothing.fill('0');
  for (const lane of (await pointed()).slice(1, 3)) expect(lane[1]).toBe(lane[2]);
  expect(await read(page, 'Loss A')).not.toBe(Number(a![1]));
  await smoothing.fill('0.9');

  const along = page.getByRole('combobox', { name: 'x axis' });
  for (const [axis, place, last] of [
    ['epochs', /^epoch 0\.\d\d$/, /^1$/],
    ['seconds', /^\d\S* s$/, /^\d/],
    ['steps', /^step \d+$/, /^20$/],
  ] as const) {
    await along.selectOption(axis);
    await expect.poll(async () => (await pointed())[0]![0]).toMatch(place);
    await expect(chart.locator('.recharts-xAxis-tick-labels text').last()).toHaveText(last);
  }

  for (const name of ['Loss', 'Accuracy']) {
    const region = page.getByRole('region', { name, exact: true });
    await expect(region.getByRole('img', { name: `${name} over 20 steps` })).toBeVisible();
    await expect(region.locator('.trace-smooth').first()).toBeVisible();
    await region.getByRole('button', { name: 'Table' }).click();
    const lastRow = region.getByRole('row').nth(1);
    await expect(lastRow.getByRole('rowheader')).toHaveText('20');
    await expect(lastRow.getByRole('cell').nth(2)).toHaveText(/^\d/);
    await expect(lastRow.getByRole('cell').nth(3)).toHaveText(/^\d/);
  }
});

test('the same address and seed give the same first losses, another seed gives others', async ({ page }) => {
  await open(page, withoutConvolutions);
  const first = await firstLosses(page, 3);
  expect(new Set(first).size).toBe(3);
  await page.reload();
  await expect(page.getByText('paused', { exact: true })).toBeVisible({ timeout: 120_000 });
  expect(await firstLosses(page, 3)).toEqual(first);

  await page.getByRole('spinbutton', { name: 'Seed' }).fill('4');
  await page.getByRole('spinbutton', { name: 'Seed' }).press('Enter');
  await expect(page.getByText('Restart needed')).toBeVisible();
  expect(page.url()).toContain('seed=4');
  await button(page, 'Reset').click();
  await expect(page.getByText('Restart needed')).toBeHidden();
  await expect(page.getByText('paused', { exact: true })).toBeVisible({ timeout: 120_000 });
  expect(await firstLosses(page, 3)).not.toEqual(first);
});

test('settings go to the address; the learning rate changes at once, the rest waits for Reset', async ({
  page,
}) => {
  await open(page, withoutConvolutions);
  await page.getByRole('combobox', { name: 'Normalisation A' }).selectOption('none');
  await expect(page).toHaveURL(/lanes=none,deconv/);
  await expect(page.getByText('The networks differ only in normalisation')).toContainText('A none');
  // Untouched networks are built anew by themselves.
  await expect(page.getByRole('row', { name: /A no norm/ })).toBeVisible();
  await expect(page.getByText('Restart needed')).toBeHidden();

  await button(page, 'Step').click();
  await expect(status(page, 'Step')).toHaveText('1', { timeout: 120_000 });
  const rate = page.getByRole('spinbutton', { name: 'Learning rate' });
  await rate.fill('0.004');
  await rate.press('Enter');
  await expect(page).toHaveURL(/lr=0\.004/);
  await expect(page.getByText('Learning rate 0.00400').first()).toBeVisible();
  await expect(page.getByText('Restart needed')).toBeHidden();

  const batch = page.getByRole('spinbutton', { name: 'Batch size' });
  await batch.fill('0');
  await expect(page.getByText('Must be 1 to 4096')).toBeVisible();
  await batch.fill('32');
  await batch.press('Tab');
  await expect(page.getByText('Must be 1 to 4096')).toBeHidden();
  await expect(page.getByText('Restart needed')).toBeVisible();
});

test('a bad value in the address falls back with a notice that names it', async ({ page }) => {
  await page.goto(`/${small}&lr=fast&shape=round`);
  const notice = page.getByText('Learning rate (learningRate) is "fast"');
  await expect(notice).toBeVisible();
  await expect(page.getByText('There is no setting shape')).toBeVisible();
  await expect(page.getByRole('spinbutton', { name: 'Learning rate' })).toHaveValue('0.1');
  await expect(page.getByRole('spinbutton', { name: 'Seed' })).toHaveValue('3');
  await expect(page).not.toHaveURL(/fast|round/);
  await page.getByRole('button', { name: 'Close this notice' }).first().click();
  await page.getByRole('button', { name: 'Close this notice' }).first().click();
  await expect(notice).toBeHidden();
});

test('a slow pace is followed at once, is no part of the run, and stays for the next visit', async ({
  page,
}) => {
  await open(page, '#v=1&train=320&test=64&net=linear&lanes=none&bs=16&seed=3&ep=10000');
  const { hash } = new URL(page.url());
  const speed = page.getByRole('combobox', { name: 'Speed' });
  await expect(speed).toHaveValue('null');
  await speed.selectOption('1/s');
  await button(page, 'Play').click();
  await expectSteps(page, 1);
  const start = Date.now();
  await expectSteps(page, 4);
  expect(Date.now() - start).toBeGreaterThan(1500);
  await speed.selectOption('max');
  await expectSteps(page, 40);
  await button(page, 'Pause').click();
  await expectPaused(page);
  expect(new URL(page.url()).hash).toBe(hash);

  await speed.selectOption('3/s');
  await page.reload();
  await expect(speed).toHaveValue('3');
});

test('a software adapter is named, with what to do about it, and nothing moves for that', async ({
  page,
}) => {
  const moved = await watchMoves(page);
  await page.goto(`/${small}`);
  await expect(page.getByText('· f32')).not.toContainText('looking', { timeout: 60_000 });
  const isSoftware = await page.evaluate(async () => {
    const adapter = await navigator.gpu.requestAdapter();
    return (
      adapter !== null &&
      /swiftshader|llvmpipe/i.test(JSON.stringify([adapter.info.architecture, adapter.info.description]))
    );
  });
  const warning = page.getByText('is a software adapter');
  if (isSoftware) {
    await expect(warning).toBeVisible();
    expect(await moved()).toBeLessThan(0.01);
    await page.getByText('What to do', { exact: true }).click();
    await expect(page.getByText('--enable-features=Vulkan')).toBeVisible();
  } else await expect(warning).toHaveCount(0);
});

/** An IDX file of unsigned bytes. */
function idx(shape: readonly number[], value: (index: number) => number): Buffer {
  const header = Buffer.alloc(4 + 4 * shape.length);
  header.writeUInt32BE(0x0800 + shape.length, 0);
  shape.forEach((size, i) => header.writeUInt32BE(size, 4 + 4 * i));
  const count = shape.reduce((product, size) => product * size, 1);
  return Buffer.concat([header, Buffer.from(Array.from({ length: count }, (_, i) => value(i)))]);
}

test('MNIST files that the server does not have are asked for and taken', async ({ page }) => {
  await page.route('**/data/mnist/**', (route) => route.fulfill({ status: 404, body: 'not here' }));
  const hash = withoutConvolutions.replace('train=320', 'data=mnist&train=40').replace('test=64', 'test=16');
  await page.goto(`/${hash}`);
  await expect(page.getByRole('alert')).toContainText('train-images-idx3-ubyte', { timeout: 60_000 });
  const input = page.getByLabel('Choose files', { exact: true });
  const file = (name: string, buffer: Buffer) => ({ name, mimeType: 'application/octet-stream', buffer });
  await input.setInputFiles([
    file('holiday.jpg', Buffer.from('x')),
    file(
      'train-images.idx3-ubyte',
      idx([40, 28, 28], (i) => (i * 7) % 256),
    ),
    file(
      'train-labels.idx1-ubyte',
      idx([40], (i) => i % 10),
    ),
  ]);
  await expect(page.getByText('MNIST still needs t10k-images-idx3-ubyte.gz, t10k-labels')).toBeVisible();
  await input.setInputFiles([
    file(
      't10k-images-idx3-ubyte',
      idx([16, 28, 28], (i) => (i * 5) % 256),
    ),
    file(
      't10k-labels-idx1-ubyte',
      idx([16], (i) => i % 10),
    ),
  ]);
  await expect(page.getByText('paused', { exact: true })).toBeVisible({ timeout: 120_000 });
  await expect(page.getByRole('alert')).toHaveCount(0);
  await expect(page.getByText('40 training, 16 test images')).toBeVisible();
});

test.describe('without WebGPU', () => {
  test.beforeEach(async ({ page }) => {
    await page.addInitScript(() => Reflect.deleteProperty(Navigator.prototype, 'gpu'));
  });

  test('the recorded run is there to explore, with the reason and what to do', async ({ page }) => {
    await page.goto(`/${small}`);
    await expect(page.getByText('The browser does not know WebGPU')).toBeVisible();
    await page.getByText('What to do', { exact: true }).click();
    await expect(page.getByText('mesa-vulkan-drivers')).toBeVisible();
    await expectAccessible(page);
    await expectSteps(page, 30);
    await button(page, 'Pause').click();
    await expectPaused(page);
    const paused = await read(page, 'Step');
    await button(page, 'Step').click();
    await expect(status(page, 'Step')).toHaveText(String(paused + 1));
    await page.getByRole('tab', { name: 'Kernels' }).click();
    await expect(page.getByText('centre-surround').first()).toBeVisible();
  });

  test('nor the recorded run, the page says why and what to do', async ({ page }) => {
    await page.route('**/recorded/**', (route) => route.abort());
    await page.goto('/');
    await expect(page.getByRole('heading', { name: 'This browser gives the page no WebGPU' })).toBeVisible();
    await expect(page.getByText('The browser does not know WebGPU')).toBeVisible();
    await expect(page.getByText('mesa-vulkan-drivers')).toBeVisible();
    await expectAccessible(page);
  });
});

test('axe is content with four networks, in every state and at every width', async ({ page }) => {
  const lanes = 'lanes=none,batch,deconv:l=32:t=3,deconv:l=16';
  await open(page, `${withoutConvolutions.replace(/lanes=[^&]*/, lanes)}&shape=round`);
  await expectAccessible(page);
  await button(page, 'Epoch').click();
  await expect(page.getByRole('columnheader', { name: 'test accuracy' })).toBeVisible({ timeout: 120_000 });
  // A class sees all of them at once.
  await button(page, 'Present').click();
  const look = page.getByRole('region', { name: 'Inside layer' }).getByRole('tabpanel');
  await expect(look.getByRole('region')).toHaveCount(4);
  expect(await look.evaluate((panel) => panel.scrollHeight - panel.clientHeight)).toBeLessThanOrEqual(0);
  await button(page, 'Present').click();
  await button(page, 'Pin').click();
  await button(page, 'Options of lane C').click();
  const settings = page.getByRole('complementary', { name: 'Settings' });
  for (const summary of await settings.locator('summary').all()) await summary.click();
  await page.getByRole('spinbutton', { name: 'Batch size' }).fill('0');
  for (const table of await page.getByRole('button', { name: 'Table' }).all()) await table.click();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Help' }).click();
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await page.setViewportSize({ width: 390, height: 844 });
  await expectAccessible(page);
  for (const name of ['Confusion', 'Why?']) {
    await page.getByRole('tab', { name }).click();
    await expectAccessible(page, page.getByRole('tabpanel', { name }));
  }
});

test('nothing is cut off at the sizes of the layout', async ({ page }) => {
  await page.goto(`/${small}`);
  await expect(page.getByText('preparing', { exact: true })).toBeVisible();
  await expectAccessible(page);
  for (const [width, height] of [
    [1440, 900],
    [1024, 768],
    [768, 1024],
    [701, 900],
    [390, 844],
  ] as const) {
    await page.setViewportSize({ width, height });
    const overflow = await page.evaluate(() => ({
      sideways: document.documentElement.scrollWidth - innerWidth,
      down: document.documentElement.scrollHeight - innerHeight,
    }));
    expect(overflow.sideways).toBeLessThanOrEqual(0);
    if (width === 1440) expect(overflow.down).toBeLessThanOrEqual(0);
    await expect(button(page, 'Play')).toBeInViewport();
  }
});
