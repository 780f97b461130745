import { expect, test } from '@playwright/test';
import { keepDevices, loseDevice } from './engine.ts';
import {
  button,
  expectAccessible,
  expectPaused,
  expectSteps,
  open,
  read,
  small,
  withoutConvolutions,
} from './page.ts';

test('a lost device is said, and training goes on from the last checkpoint on a new one', async ({
  page,
}) => {
  await keepDevices(page);
  await open(page, `${withoutConvolutions}&ev=4&n=4000`);
  await button(page, 'Play').click();
  await expectSteps(page, 5);
  await loseDevice(page);
  await expect(page.getByText(/The GPU device was lost/).first()).toBeVisible();
  await expect(page.getByText(/The networks were built again as they were at step \d+/)).toBeVisible({
    timeout: 120_000,
  });
  const [, step] = /at step (\d+)/.exec(
    (await page.getByText(/The networks were built again/).textContent()) ?? '',
  )!;
  expect(Number(step)).toBeGreaterThanOrEqual(4);
  await expectSteps(page, Number(step) + 5);
  await expect(page.getByRole('alert')).toHaveCount(0);
  await button(page, 'Pause').click();
  await expectPaused(page);
});

test('a worker that crashes, a model that does not fit and a goal that is met are said, and the page goes on', async ({
  page,
}) => {
  await open(page, `${withoutConvolutions}&st=1`);
  await page.workers()[0]!.evaluate(() => {
    setTimeout(() => {
      throw new Error('out of luck');
    });
  });
  const alert = page.getByRole('alert');
  await expect(alert).toContainText('The training worker failed: Uncaught Error: out of luck');
  await expectAccessible(page);
  await alert.getByRole('button', { name: 'Try again' }).click();
  await expect(alert).toHaveCount(0);
  await expectPaused(page);

  const model = page.getByRole('combobox', { name: 'Model' });
  await model.selectOption('vgg11d');
  await expect(alert).toContainText('needs images of at least');
  await model.selectOption('linear');
  await expect(alert).toHaveCount(0);
  await expectPaused(page);

  await page.getByText('Pause when …').click();
  await expect(page.getByRole('spinbutton', { name: 'Time budget (s)' })).toHaveValue('1');
  await button(page, 'Play').click();
  const reason = 'Paused: The time budget of 1 s of training is used up.';
  const notice = page.locator('.notice', { hasText: reason });
  await expect(notice).toBeVisible();
  await expect(page.locator('.visually-hidden[aria-live]', { hasText: reason })).toHaveCount(1);
  await expectPaused(page);
  const step = await read(page, 'Step');
  await button(page, 'Play').click();
  await expectSteps(page, step + 2);
  await expect(notice).toBeHidden();
});

test('a loss that is not finite offers the way back, at a rate at which training goes on', async ({
  page,
}) => {
  await open(page, `${small.replace('batch,deconv', 'none,deconv').replace('lr=0.05', 'lr=100')}&ev=3&n=30`);
  await button(page, 'Play').click();
  const alert = page.getByRole('alert');
  await expect(alert).toContainText(/The loss of lane A \(none\) was no longer a finite number at step \d+/);
  await expectAccessible(page);
  const rate = page.getByRole('spinbutton', { name: 'Learning rate' });
  const way = alert.getByRole('button', { name: /^Go back to step \d+ and train on at learning rate / });
  // Ten times too large may still be too large; the next offer is smaller again.
  for (const value of ['10', '1', '0.1']) {
    await way.click();
    await expect(rate).toHaveValue(value);
    await expect(page.getByText('finished', { exact: true }).or(way)).toBeVisible({ timeout: 60_000 });
    if ((await way.count()) === 0) break;
  }
  await expect(page.getByText('finished', { exact: true })).toBeVisible();
  await expect(alert).toHaveCount(0);
  expect(await read(page, 'Loss A')).toBeLessThan(1000);
});

test('what cannot be loaded says so in its place, and the page goes on', async ({ page }) => {
  const later = /\/(HelpDialog|Spectrum|SaveMenu)-[^/]*\.js$/;
  await page.route(later, (route) => route.abort());
  await open(page, withoutConvolutions);
  const sentence = 'This could not be loaded';
  const dialog = page.getByRole('dialog', { name: 'Not loaded' });
  for (const name of ['Help', 'Save Loss', 'Help']) {
    await button(page, name).click();
    await expect(dialog).toContainText(sentence);
    await dialog.getByRole('button', { name: 'Close' }).click();
    await expect(dialog).toBeHidden();
  }
  await page.getByRole('tab', { name: 'Spectrum' }).click();
  const spectrum = page.getByRole('tabpanel', { name: 'Spectrum' });
  await expect(spectrum.getByRole('alert')).toContainText(sentence);
  await expectAccessible(page);
  await button(page, 'Play').click();
  await expectSteps(page, 2);

  await page.unroute(later);
  await spectrum.getByRole('button', { name: 'Try again' }).click();
  await expectPaused(page);
  await page.getByRole('tab', { name: 'Spectrum' }).click();
  await expect(spectrum).toContainText('condition number');
});
