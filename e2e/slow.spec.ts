import { expect, test } from '@playwright/test';
import { significant } from '../src/util/format.ts';
import { lastSaid, overhear } from './engine.ts';
import { button, expectAccessible, expectPaused, open, status } from './page.ts';

test('slow motion takes one step and walks through it with its real numbers', async ({ page }) => {
  await overhear(page);
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await open(page);
  const inside = page.getByRole('region', { name: 'Inside layer' });
  const phase = (name: string) => inside.getByRole('tab', { name });
  await button(page, 'Slow').click();
  await expect(phase('1 Batch')).toHaveAttribute('aria-selected', 'true', { timeout: 60_000 });
  await expect(status(page, 'Step')).toHaveText('1');
  await expectPaused(page);
  await expectAccessible(page);
  const { result } = await lastSaid(page, 'probe');
  if (result.kind !== 'step') throw new Error(result.kind);
  const [, whitened] = result.lanes;
  const lane = inside.getByRole('region', { name: 'B', exact: true });
  await expect(lane).toContainText(`images${whitened!.batchSize}`);

  await phase('1 Batch').focus();
  for (const name of ['2 Patches', '3 Covariance', '4 D', '5 W D', '6 Forward', '7 Loss']) {
    await page.keyboard.press('ArrowRight');
    await expect(phase(name)).toHaveAttribute('aria-selected', 'true');
    await expectAccessible(page, inside);
  }
  // The loss that the curves have of this step.
  const { lanes } = await lastSaid(page, 'metrics');
  expect(whitened!.loss).toBe(lanes[1]!.losses.at(-1));
  await expect(lane).toContainText(`loss of the batch${significant(whitened!.loss)}`);
  await button(page, 'Next phase').focus();
  await page.keyboard.press('Enter');
  await expect(lane).toContainText(`gradient norm${significant(whitened!.gradient.norm)}`);
  await expectAccessible(page, inside);
  await page.keyboard.press('Enter');
  await expect(lane).toContainText(`update norm${significant(whitened!.update.norm)}`);
  await expectAccessible(page, inside);
  await expect(button(page, 'Next phase')).toBeDisabled();

  await page.emulateMedia({ reducedMotion: 'no-preference' });
  await button(page, 'Take a step').click();
  await expect(status(page, 'Step')).toHaveText('2');
  await expect(phase('2 Patches')).toHaveAttribute('aria-selected', 'true');
  await button(page, 'Hold').click();
  await expect(button(page, 'Go on')).toBeVisible();
});
