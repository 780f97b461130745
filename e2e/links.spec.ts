import { expect, test } from '@playwright/test';
import { readFile } from 'node:fs/promises';
import {
  button,
  expectAccessible,
  expectPaused,
  expectSteps,
  open,
  read,
  small,
  status,
  withoutConvolutions,
} from './page.ts';

test('Share copies an address that gives the same page; Back takes a change back', async ({
  page,
  context,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await open(page, withoutConvolutions);
  const seed = page.getByRole('spinbutton', { name: 'Seed' });
  await seed.fill('9');
  await seed.press('Enter');
  await page.getByRole('combobox', { name: 'Normalisation A' }).selectOption('none');
  await button(page, 'Share').click();
  await expect(page.getByText('Link copied')).toBeVisible();
  const link = await page.evaluate(() => navigator.clipboard.readText());
  expect(link).toContain('seed=9');
  expect(link.length).toBeLessThan(500);

  await page.goBack();
  await expect(page.getByRole('combobox', { name: 'Normalisation A' })).toHaveValue('batch');
  await expect(seed).toHaveValue('9');
  await page.goBack();
  await expect(seed).toHaveValue('3');

  await page.goto('about:blank');
  await page.goto(link);
  await expect(page.getByRole('combobox', { name: 'Normalisation A' })).toHaveValue('none');
  await expect(seed).toHaveValue('9');
});

test('a link hides and locks, and says what it does not know', async ({ page }) => {
  await page.goto(`/?hide=confusion,seed,nonsense&lock=lanes,model${small}`);
  await expect(page.getByText('nothing called "nonsense" to hide')).toBeVisible();
  await expect(page.getByRole('region', { name: 'One image' })).toBeVisible();
  await expect(page.getByRole('region', { name: 'Confusion' })).toHaveCount(0);
  await expect(page.getByRole('spinbutton', { name: 'Seed' })).toHaveCount(0);
  await expect(page.getByRole('combobox', { name: 'Normalisation A' })).toBeDisabled();
  await expect(page.getByRole('combobox', { name: 'Model' })).toBeDisabled();
  await expect(page.getByRole('combobox', { name: 'Data set' })).toBeEnabled();
  // Where what is left stands in tabs the first of them is open.
  await page.setViewportSize({ width: 1024, height: 768 });
  await page.goto('about:blank');
  await page.goto('/?hide=image');
  await expect(page.getByRole('tabpanel', { name: 'Confusion' })).toContainText('Confusion');
  await page.setViewportSize({ width: 1280, height: 900 });
  // Where everything beside the charts is hidden they have the whole width.
  await page.goto('about:blank');
  await page.goto('/?hide=data,network,lanes,training,image,confusion,why');
  await expect(page.getByRole('region', { name: 'Loss' })).toBeVisible();
  const { width } = page.viewportSize()!;
  expect((await page.getByRole('main').boundingBox())!.width).toBe(width);
});

test('a preset leaves what a link locks, and says so; Share can be hidden', async ({ page }) => {
  await page.goto(`/?hide=share,layers&lock=lanes,timeline${small}&net=own&ly=c4,g`);
  await expect(page.getByText('nothing called "timeline" to lock')).toBeVisible();
  await expect(button(page, 'Present')).toBeVisible();
  await expect(button(page, 'Share')).toHaveCount(0);
  await expect(page.getByRole('combobox', { name: 'Model' })).toHaveValue('own');
  await expect(button(page, 'Put layers together')).toHaveCount(0);
  await page.getByRole('combobox', { name: 'Preset' }).selectOption('rate');
  await expect(page.getByText('locks these settings, which stay as they are: Lanes.')).toBeVisible();
  await expect(page.getByRole('combobox', { name: 'Normalisation A' })).toHaveValue('batch');
  await expect(page.getByRole('combobox', { name: 'Model' })).toHaveValue('lenet');
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true });

  test('a link plays the recorded run, says so, and builds its own networks when Play is pressed', async ({
    page,
  }) => {
    await page.goto(`/${withoutConvolutions}`);
    const notice = page.getByText('A run recorded on');
    await expect(notice).toContainText('This is not the run that the link of this page asks for. Press Play');
    await expectSteps(page, 30);
    expect(await read(page, 'Accuracy B')).toBeGreaterThan(80);
    await expect(page.getByRole('combobox', { name: 'Model' })).toHaveValue('mlp');
    await expectAccessible(page);
    await button(page, 'Step').click();
    await expect(notice).toBeHidden();
    await expect(status(page, 'Step')).toHaveText('1', { timeout: 120_000 });
    await expect(page.getByText('320 training, 64 test images')).toBeAttached();
    // Nobody has seen the image, and the networks were not asked about it.
    await expect(status(page, 'Answer A')).toHaveCount(0);
    await page.getByRole('region', { name: 'One image' }).scrollIntoViewIfNeeded();
    await expect(status(page, 'Answer A')).toBeVisible();
  });
});

test('an embedded page computes nothing before its button is pressed', async ({ page }) => {
  await page.goto(`/?embed=1${withoutConvolutions}`);
  await expect(button(page, 'Train these networks here')).toBeVisible();
  await expect(page.getByRole('complementary', { name: 'Settings' })).toHaveCount(0);
  expect(page.workers()).toHaveLength(0);
  await expectAccessible(page);
  await button(page, 'Train these networks here').click();
  await expect.poll(() => status(page, 'Step').textContent(), { timeout: 120_000 }).not.toBe('0');
  await expectAccessible(page);
});

test('presenting: twice the type without scrolling, keys choose the tab, axe is content', async ({
  page,
}) => {
  await page.setViewportSize({ width: 1440, height: 900 });
  await open(page, withoutConvolutions);
  const sizeOfType = () =>
    page.locator('.lead').evaluate((lead) => parseFloat(getComputedStyle(lead).fontSize));
  const size = await sizeOfType();
  await page.keyboard.press('1');
  await page.keyboard.press('p');
  await expect.poll(sizeOfType).toBe(2 * size);
  await expect(page.getByRole('complementary', { name: 'Settings' })).toHaveCount(0);
  await page.keyboard.press('3');
  await expect(page.getByRole('tab', { name: 'Spectrum' })).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('ArrowRight');
  await expect(status(page, 'Step')).toHaveText('1');
  await expectAccessible(page);
  for (const [width, height] of [
    [1280, 720],
    [1440, 900],
  ] as const) {
    await page.setViewportSize({ width, height });
    for (const [i, name] of ['Covariance', 'Kernels', 'Spectrum', 'Activations'].entries()) {
      await page.keyboard.press(String(i + 1));
      const content = page.getByRole('tabpanel', { name });
      await expect
        .poll(() =>
          content.evaluate((of) => of.scrollHeight - of.clientHeight + of.scrollWidth - of.clientWidth),
        )
        .toBe(0);
    }
  }
  // A tab that was clicked has the focus, and leaves the page its keys.
  await page.getByRole('tab', { name: 'Kernels' }).click();
  await page.keyboard.press('4');
  await expect(page.getByRole('tab', { name: 'Activations' })).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('complementary', { name: 'Settings' })).toBeVisible();
});

test('a pinned run stays in the charts through Reset, and a chart is saved with all its values', async ({
  page,
}) => {
  await open(page, withoutConvolutions);
  await page.keyboard.press('ArrowRight');
  await expect(status(page, 'Step')).toHaveText('1');
  await expectPaused(page);
  await button(page, 'Pin').click();
  const pinned = page.getByRole('list', { name: 'Pinned runs' }).getByRole('listitem');
  await expect(pinned).toContainText('A batch norm, B deconvolution');
  const save = async (item: string) => {
    await button(page, 'Save Loss').click();
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('menuitem', { name: item }).click(),
    ]);
    return [file.suggestedFilename(), await readFile(await file.path(), 'utf8')] as const;
  };
  expect((await save('Drawing (SVG)'))[1]).toContain('>pinned 1: A batch norm, B deconvolution<');
  const [name, csv] = await save('All values (CSV)');
  expect(name).toBe('deconv-lab-loss.csv');
  const [heads] = csv.split('\n');
  expect(heads).toContain('epoch pinned 1,seconds pinned 1A,loss pinned 1A,test loss pinned 1A');
  await button(page, 'Reset').click();
  await expect(pinned).toHaveCount(1);
  const chart = page.getByRole('region', { name: 'Loss', exact: true });
  await chart.getByRole('button', { name: 'Table' }).click();
  await expect(chart.getByRole('columnheader', { name: 'pinned 1B' })).toBeVisible();
  await button(page, 'Show pinned run 1').click();
  await button(page, 'Drop pinned run 1').click();
  await expect(pinned).toHaveCount(0);
});
