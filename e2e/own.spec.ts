import { expect, test } from '@playwright/test';
import { button, expectAccessible, expectPaused, open, small, status } from './page.ts';

test('a network put together from cards says what does not fit, and trains when it does', async ({
  page,
}) => {
  await open(page, `${small}&net=own&ly=c16k5,m2,l32`);
  await button(page, 'Put layers together').click();
  const dialog = page.getByRole('dialog', { name: 'Layers of your own network' });
  const cards = dialog.getByRole('list', { name: 'Layers' }).getByRole('listitem');
  await expect(cards).toHaveCount(5);
  await expect(cards.nth(1)).toContainText('4×28×28');
  await expect(cards.nth(3)).toContainText('parameters');

  // Cards are dragged by their grips.
  const kind = (position: number) => dialog.getByRole('combobox', { name: `Layer ${position}`, exact: true });
  await cards.nth(1).locator('.grip').dragTo(cards.nth(2));
  await expect(kind(1)).toHaveValue('maxpool');
  await expect(kind(2)).toHaveValue('conv');
  await cards.nth(2).locator('.grip').dragTo(cards.nth(1));
  await expect(kind(1)).toHaveValue('conv');

  // A layer that takes maps comes to stand in front of the linear one, and cannot stand behind it.
  await dialog.getByRole('group', { name: 'Add' }).getByRole('button', { name: 'Max pool' }).click();
  await expect(cards.nth(3)).toContainText('4×7×7');
  await button(page, 'Move layer 3 down').focus();
  await page.keyboard.press('Enter');
  await expect(cards.nth(4)).toContainText('It takes maps, but layer 3 (linear32) has left none.');
  await expect(button(page, 'Move layer 4 up')).toBeFocused();
  await expectAccessible(page);
  await page.keyboard.press('Enter');
  await dialog.getByRole('combobox', { name: 'Layer 3', exact: true }).selectOption('Global average');
  await expect(dialog).toContainText('--model own --layers conv16k5,maxpool2,mean,linear32');
  await page.keyboard.press('Escape');

  await expect.poll(() => page.url()).toContain('ly=c16k5,m2,g,l32');
  await button(page, 'Reset').click();
  await expectPaused(page);
  await button(page, 'Step').click();
  await expect(status(page, 'Step')).toHaveText('1', { timeout: 120_000 });
  await expect(status(page, 'Loss B')).toContainText(/\d/);
});
