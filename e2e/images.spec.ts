import { expect, test } from '@playwright/test';
import { button, expectPaused, open, read, status } from './page.ts';

const tiny = '#v=1&train=64&test=32&net=mlp&w=0.25&lanes=none,batch&lr=0.05&bs=16&seed=3&n=8&ev=4';

test('answers for single images, tells confusions, goes back to a checkpoint and takes another branch', async ({
  page,
}) => {
  await open(page, tiny);
  const image = page.getByRole('region', { name: 'One image' });
  await expect(image.getByRole('img', { name: /^true class \d$/ })).toBeVisible();
  await expect(status(page, 'Answer A')).toHaveText(/^\d$/);

  await button(page, 'Play').click();
  await expect(page.getByText('finished', { exact: true })).toBeVisible({ timeout: 120_000 });

  // The table of classes tells the same as the accuracy that the engine measured.
  const confusion = page.getByRole('region', { name: 'Confusion' });
  await expect(confusion.getByRole('img', { name: /^Confusion matrix of A:/ })).toBeVisible();
  await confusion.getByRole('button', { name: 'Table' }).click();
  const shares = confusion.getByRole('table', { name: 'Share of each class recognised' });
  await expect(shares).toBeVisible();
  const recognised = await shares.getByRole('cell').allTextContents();
  expect(recognised).toHaveLength(20);
  for (const share of recognised) expect(share).toMatch(/^(\d+(\.\d+)? %|–)$/);
  // What is not recognised is among the confusions: of 32 images, every one.
  const confusions = confusion.getByRole('table', { name: 'Images taken for another class' });
  // Of each: the answer, then the images of A and of B.
  const cells = await confusions.getByRole('cell').allTextContents();
  const wrong = cells.filter((_, i) => i % 3 === 1).reduce((sum, images) => sum + Number(images), 0);
  expect(wrong).toBe(32 - Math.round(0.32 * (await read(page, 'Accuracy A'))));
  await expect(image.getByText(/^\d+ test images?$/)).toBeVisible();

  // A drawn stroke is answered at once; the keyboard draws as well as the pointer.
  await image.getByRole('button', { name: 'Draw' }).click();
  await expect(image.getByText('your own')).toBeVisible();
  const pad = image.getByRole('application');
  await pad.press(' ');
  for (let i = 0; i < 8; i++) await pad.press('ArrowDown');
  await expect(status(page, 'Step')).toHaveText('8');
  await expect(status(page, 'Answer B')).toHaveText(/^\d$/);
  const painted = await pad.locator('canvas').evaluate((canvas: HTMLCanvasElement) =>
    canvas
      .getContext('2d')!
      .getImageData(0, 0, canvas.width, canvas.height)
      .data.some((v, i) => i % 4 === 0 && v > 128),
  );
  expect(painted).toBe(true);

  const loss = await status(page, 'Loss A').textContent();
  await page.getByRole('button', { name: 'Go back to the checkpoint at step 4' }).click();
  await expect(status(page, 'Step')).toHaveText('4');
  await expectPaused(page);
  const rate = page.getByRole('spinbutton', { name: 'Learning rate' });
  await rate.fill('0.5');
  await rate.press('Enter');
  await button(page, 'Play').click();
  await expect(page.getByText('finished', { exact: true })).toBeVisible({ timeout: 120_000 });
  expect(await read(page, 'Step')).toBe(8);
  expect(await status(page, 'Loss A').textContent()).not.toBe(loss);
});

test('says what is wrong with a file that is no picture', async ({ page }) => {
  await open(page, tiny);
  const chooser = page.getByLabel('Picture to classify');
  await chooser.setInputFiles({
    name: 'notes.txt',
    mimeType: 'text/plain',
    buffer: Buffer.from('not a picture'),
  });
  await expect(page.getByText('notes.txt is not an image that this browser can read')).toBeVisible();
});
