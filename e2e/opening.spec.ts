import { expect, test } from '@playwright/test';
import { readFile } from 'node:fs/promises';
import { describeLead, findLead } from '../src/app/charts/compare.ts';
import { smooth } from '../src/app/charts/smooth.ts';
import { readRecording } from '../src/train/recording.ts';
import {
  button,
  expectAccessible,
  expectPaused,
  expectSteps,
  open,
  read,
  status,
  watchMoves,
} from './page.ts';

const notice = 'A run recorded on';

test('within three seconds a recorded run is in every panel; Play starts a real one', async ({ page }) => {
  const moved = await watchMoves(page);
  await page.goto('/');
  const opened = Date.now();
  await expect(page.getByText(notice)).toBeVisible({ timeout: 3000 });
  await expect(page.getByRole('img', { name: /^Loss over \d+ steps/ })).toBeVisible({ timeout: 3000 });
  await expect(page.getByText(/appears here|appear here|is said here/)).toHaveCount(0, { timeout: 3000 });
  await expect(page.getByRole('region', { name: 'Inside layer' })).toContainText('condition number');
  await expect(status(page, 'Answer A')).toBeVisible();
  expect(Date.now() - opened).toBeLessThan(3000);
  expect(await read(page, 'Accuracy B')).toBeGreaterThan(80);
  await expect(page.getByRole('list', { name: 'Training images' }).getByRole('img')).toHaveCount(20);
  await expectAccessible(page);
  const step = await read(page, 'Step');
  await expectSteps(page, step + 5);
  // Nothing large moves while the page opens.
  expect(await moved()).toBeLessThan(0.05);

  await button(page, 'Step').click();
  await expect(page.getByText(notice)).toBeHidden();
  await expect(status(page, 'Step')).toHaveText('1', { timeout: 120_000 });
  await expectPaused(page);
  expect(await read(page, 'Loss A')).toBeGreaterThan(1.5);
  await button(page, 'Play').click();
  await expect(button(page, 'Pause')).toBeVisible();
});

test('with less motion the recorded run stands at its end, with who is ahead; a changed setting leaves it', async ({
  page,
}) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.goto('/');
  await expect(page.getByText(notice)).toBeVisible();
  await expect(status(page, 'Step')).toHaveText('200');
  await expect(button(page, 'Play')).toBeEnabled();
  const { metrics } = readRecording(await readFile('public/recorded/glyphs-lenet.json', 'utf8'));
  const [a, b] = metrics.lanes.map(({ losses, gpuMsPerStep }, lane) => ({
    name: 'AB'[lane]!,
    losses: smooth(losses, 0.9),
    msPerStep: gpuMsPerStep,
  }));
  const lead = describeLead(findLead([a!, b!])!);
  expect(lead).toMatch(/^B (reached A's loss|was down to a tenth of the first loss) \d/);
  await expect(page.getByRole('region', { name: 'Comparison' })).toContainText(lead);
  // Nothing is trained on this device.
  await expect(page.getByRole('contentinfo')).toContainText('a recorded run');
  await expect(page.getByRole('contentinfo')).not.toContainText('GPU memory');

  const chart = page.getByRole('region', { name: 'Loss', exact: true });
  /** How much farther it is from the first to the second of three ticks than from there to the third. */
  const ratio = (...names: string[]) =>
    chart.locator('.recharts-yAxis-tick-labels text').evaluateAll((texts, wanted) => {
      const [first, second, third] = wanted.map((name) =>
        Number(texts.find(({ textContent }) => textContent === name)?.getAttribute('y')),
      );
      return (first! - second!) / (second! - third!);
    }, names);
  await expect.poll(() => ratio('0', '1', '2')).toBeCloseTo(1, 1);
  await chart.getByRole('checkbox', { name: 'log y' }).check();
  await expect.poll(() => ratio('0.01', '0.1', '1')).toBeCloseTo(1, 1);
  await page.getByRole('combobox', { name: 'Normalisation A' }).selectOption('none');
  await expect(page.getByText(notice)).toBeHidden();
  await expect(status(page, 'Step')).toHaveText('0');
  await expectPaused(page);
});

test('without an adapter the recorded run stays, with the reason', async ({ page }) => {
  await page.addInitScript(() => {
    GPU.prototype.requestAdapter = () => Promise.resolve(null);
  });
  await page.goto('/');
  await expect(page.getByText('found neither a graphics processor')).toBeVisible();
  await expect(button(page, 'Pause')).toBeVisible();
  await expect(page.getByText('Settings and presets take effect only where')).toBeVisible();
  const inside = page.getByRole('region', { name: 'Inside layer' });
  await expect(inside).toContainText('condition number');
  await page.getByRole('tab', { name: 'Activations' }).click();
  await expect(inside.getByRole('img', { name: /feature maps of lane A/ })).toBeVisible();
  await button(page, 'Next').click();
  await expect(inside).toContainText('The recorded run holds no answer to this');
  await expect(inside.getByRole('img', { name: /feature maps of lane A/ })).toHaveCount(0);
});

test('the playhead is dragged, or moved by keys, to a checkpoint; pauses are flagged in words', async ({
  page,
}) => {
  await page.addInitScript(() => {
    GPU.prototype.requestAdapter = () => Promise.resolve(null);
  });
  await page.goto('/');
  await expectSteps(page, 120);
  await button(page, 'Pause').click();
  await expectPaused(page);
  const paused = await read(page, 'Step');
  const flags = page.getByRole('region', { name: 'Timeline' }).locator('summary');
  await expect(flags).toHaveText('1 flag');
  await flags.focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('list', { name: 'Flags of the run' })).toHaveText(`step ${paused}: pause`);
  await expectAccessible(page);

  const playhead = page.getByRole('slider', { name: 'Rewind' });
  await expect(playhead).toHaveAttribute('aria-valuetext', `Step ${paused}, where the run is`);
  await playhead.focus();
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('ArrowLeft');
  const second = await playhead.inputValue();
  expect(Number(second) % 25).toBe(0);
  await expect(playhead).toHaveAttribute('aria-valuetext', `Go back to the checkpoint at step ${second}`);
  await expect(status(page, 'Step')).toHaveText(String(paused));
  await page.keyboard.press('Escape');
  await expect(playhead).toHaveValue(String(paused));
  await page.keyboard.press('ArrowLeft');
  const first = await playhead.inputValue();
  expect(Number(first)).toBeGreaterThan(Number(second));
  await page.keyboard.press('Enter');
  await expect(status(page, 'Step')).toHaveText(first);
  await expect(flags).toBeHidden();

  const box = (await playhead.boundingBox())!;
  const at = (step: number) => box.x + 7 + ((box.width - 14) * step) / 200;
  await page.mouse.move(at(Number(first)), box.y + 6);
  await page.mouse.down();
  await page.mouse.move(at(60), box.y + 6, { steps: 4 });
  await page.mouse.move(at(57), box.y + 6);
  await expect(page.getByText('back to step 50')).toBeVisible();
  await page.mouse.up();
  await expect(status(page, 'Step')).toHaveText('50');
  // The page has its keys back.
  await page.keyboard.press('Space');
  await expectSteps(page, 51);
});

test('a browser that keeps nothing between visits is told of once, and trains', async ({ page }) => {
  await page.addInitScript(() => {
    Object.defineProperty(window, 'localStorage', {
      get: () => {
        throw new DOMException('denied', 'SecurityError');
      },
    });
  });
  await open(page);
  const notice = page.getByText('This browser keeps nothing for this page');
  await expect(notice).toHaveCount(1);
  await page.locator('.notice').filter({ has: notice }).getByRole('button').click();
  await expect(notice).toBeHidden();
  await button(page, 'Step').click();
  await expect(status(page, 'Step')).toHaveText('1');
});
