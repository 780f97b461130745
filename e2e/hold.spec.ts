import { expect, test } from '@playwright/test';
import { button, expectPaused, expectSteps, open, read } from './page.ts';

test('a run holds while the page is not seen, goes on by itself, and the choice outlasts the visit', async ({
  page,
}) => {
  await open(page, '#v=1&train=320&test=64&net=linear&lanes=none&bs=16&seed=3&ep=10000');
  await page.getByText('Pause when …').click();
  const choice = page.getByRole('checkbox', { name: 'this page is not seen' });
  await choice.check();
  await page.reload();
  await expectPaused(page);
  await page.getByText('Pause when …').click();
  await expect(choice).toBeChecked();

  await button(page, 'Play').click();
  await expectSteps(page, 2);
  // A browser without a window never hides a page by itself.
  const setHidden = (isHidden: boolean) =>
    page.evaluate((value) => {
      Object.defineProperty(document, 'hidden', { configurable: true, value });
      document.dispatchEvent(new Event('visibilitychange'));
    }, isHidden);
  await setHidden(true);
  const notice = page.locator('.notice', { hasText: 'The page was not seen; training goes on when it is.' });
  await expect(notice).toBeVisible();
  await expectPaused(page);
  const step = await read(page, 'Step');
  await setHidden(false);
  await expectSteps(page, step + 2);
});
