import { expect, test, type Page } from '@playwright/test';
import { lastSaid, overhear } from './engine.ts';
import { button, expectSteps, open, read, status, withoutConvolutions } from './page.ts';

/** Goes through the page with Tab and says what is wrong with what has the focus, and what never gets it. */
async function walk(page: Page): Promise<string[]> {
  const wrong: string[] = [];
  const seen = await page.evaluateHandle(() => new Set<Element>());
  for (;;) {
    await page.keyboard.press('Tab');
    const found = await seen.evaluate((set) => {
      const focused = document.activeElement!;
      if (focused === document.body) return null;
      set.add(focused);
      const box = focused.getBoundingClientRect();
      const top = document.elementFromPoint(box.x + box.width / 2, box.y + Math.min(box.height / 2, 8));
      const isCovered = !top || !(focused.contains(top) || top.contains(focused));
      const rings = [focused, focused.closest('label')];
      const hasRing = rings.some((ring) => ring && getComputedStyle(ring).outlineStyle !== 'none');
      return `${isCovered ? 'covered ' : ''}${hasRing ? '' : 'without a ring '}${focused.outerHTML.slice(0, 99)}`;
    });
    if (found === null) break;
    if (/^(covered|without)/.test(found)) wrong.push(found);
  }
  const leftOut = await seen.evaluate((set) => {
    // A list of tabs hands the focus on to the chosen one.
    const controls = document.querySelectorAll<HTMLElement>(
      'a[href], button:enabled, input:enabled, select:enabled, summary, [tabindex="0"]:not([role="tablist"])',
    );
    return [...controls]
      .filter((control) => control.tabIndex >= 0 && control.checkVisibility() && !set.has(control))
      .map(({ outerHTML }) => `left out ${outerHTML.slice(0, 99)}`);
  });
  return [...wrong, ...leftOut];
}

test('the keyboard does it all', async ({ page }) => {
  await overhear(page);
  await open(page, withoutConvolutions);
  await page.keyboard.press('ArrowRight');
  await expect(status(page, 'Step')).toHaveText('1');
  await page.keyboard.press('Space');
  await expectSteps(page, 5);
  await page.keyboard.press('Space');
  await expect(page.getByText('paused', { exact: true })).toBeVisible();
  const paused = await read(page, 'Step');

  // A focused field keeps its keys.
  await page.getByRole('spinbutton', { name: 'Seed' }).focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('r');
  await page.waitForTimeout(300);
  expect(await read(page, 'Step')).toBe(paused);

  // Its arrow keys go on from what it shows, which Escape takes back.
  const seed = page.getByRole('spinbutton', { name: 'Seed' });
  await seed.fill('41');
  await seed.press('ArrowUp');
  await expect.poll(() => page.url()).toContain('seed=42');
  await seed.fill('7');
  await seed.press('Escape');
  await expect(seed).toHaveValue('42');
  const rate = page.getByRole('spinbutton', { name: 'Learning rate' });
  await rate.fill('0.5');
  await rate.press('ArrowUp');
  await expect.poll(() => page.url()).toContain('lr=0.6');
  await page.waitForTimeout(1000);
  await expect(rate).toHaveValue('0.6');
  await rate.blur();

  await page.keyboard.press('Shift+?');
  const dialog = page.getByRole('dialog', { name: 'Deconv Lab' });
  await expect(dialog).toContainText('Play or pause');
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  expect(await walk(page)).toEqual([]);
  await page.setViewportSize({ width: 390, height: 844 });
  await expect(page.getByRole('tab', { name: 'Confusion' })).toBeVisible();
  await expect(button(page, 'Next')).toBeVisible();
  expect(await walk(page)).toEqual([]);

  // What goes away with the focus on it hands that on.
  await button(page, 'Add lane C').focus();
  await page.keyboard.press('Enter');
  await button(page, 'Remove lane C').focus();
  await page.keyboard.press('Enter');
  await expect(button(page, 'Add lane C')).toBeFocused();
  await page.keyboard.press('Tab');
  await page.keyboard.press('ArrowDown');
  const fairness = page.getByRole('combobox', { name: 'Fair by' });
  await expect(fairness).toHaveValue('time');
  await expect(page.getByText('Restart needed')).toBeVisible();
  await fairness.blur();
  await page.keyboard.press('r');
  await expect(status(page, 'Step')).toHaveText('0');
  await expect.poll(async () => (await lastSaid(page, 'ready')).config.fairness).toBe('time');
});

test('the focus stays on a button that the end of the run switches off', async ({ page }) => {
  await open(page, `${withoutConvolutions}&n=3`);
  await button(page, 'Step').focus();
  await page.keyboard.press('Enter');
  await expect(status(page, 'Step')).toHaveText('1');
  await button(page, 'Play').focus();
  await page.keyboard.press('Enter');
  await expect(page.getByText('finished', { exact: true })).toBeVisible({ timeout: 60_000 });
  await expect(button(page, 'Play')).toBeDisabled();
  await expect(button(page, 'Play')).toBeFocused();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('Enter');
  await expect(status(page, 'Step')).toHaveText('0');
});
