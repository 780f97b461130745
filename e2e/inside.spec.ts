import { expect, test } from '@playwright/test';
import { readFile } from 'node:fs/promises';
import { paletteOf, signed } from '../src/app/maps/colors.ts';
import { correlationFactors } from '../src/train/probes/spectrum.ts';
import { paintMap } from '../src/worker/paintMap.ts';
import { percent, significant } from '../src/util/format.ts';
import { lastSaid, overhear } from './engine.ts';
import { button, expectAccessible, expectPaused, middlesOf, open, small, status } from './page.ts';

test('numbers of the page are those of the engine, also in files that it saves', async ({ page }) => {
  await overhear(page);
  await open(page, `${small}&ev=4&n=4`);
  const inside = page.getByRole('region', { name: 'Inside layer' });
  const expectCovariance = async () => {
    const shown = inside.getByRole('region', { name: 'B', exact: true });
    await expect(async () => {
      const { result } = await lastSaid(page, 'probe');
      if (result.kind !== 'covariance') throw new Error(result.kind);
      const { before, after } = result.lanes[1]!;
      await expect(shown).toContainText(
        `condition number${significant(before.condition)} → ${significant(after.condition)}`,
      );
      expect(after.condition).toBeLessThan(before.condition / 2);
    }).toPass({ timeout: 30_000 });
  };
  // What is on the screen, though the page has not drawn it.
  const expectMap = async () => {
    const map = inside.getByRole('img', { name: /^Correlation of lane B before/ });
    await expect(async () => {
      const { result } = await lastSaid(page, 'probe');
      if (result.kind !== 'covariance') throw new Error(result.kind);
      const { features, before } = result.lanes[1]!;
      const values = Float32Array.from(before.values);
      const { scale, min, max } = signed(1);
      const expected = paintMap({
        values,
        factors: correlationFactors(values, features),
        ...{ rows: 1, columns: 1, height: features, width: features },
        shading: { palette: paletteOf(scale), min, max },
      });
      expect(new Set(expected).size).toBeGreaterThan(20);
      expect(await middlesOf(page, await map.screenshot(), features)).toEqual([...expected]);
    }).toPass({ timeout: 30_000 });
    await expect(map.evaluate((canvas: HTMLCanvasElement) => canvas.getContext('2d'))).rejects.toThrow(
      'offscreen',
    );
  };
  await expectCovariance();
  await expectMap();
  const first = await inside.getByRole('region', { name: 'B', exact: true }).textContent();
  await inside.getByRole('combobox', { name: 'Layer' }).selectOption({ label: 'conv2' });
  await expect(inside.getByRole('region', { name: 'B', exact: true })).not.toHaveText(first!);
  await expectCovariance();

  await button(page, 'Play').click();
  await expect(page.getByText('finished', { exact: true })).toBeVisible({ timeout: 120_000 });
  const { step, lanes } = await lastSaid(page, 'evaluation');
  await expect(status(page, 'Step')).toHaveText(String(step));
  for (const [i, name] of ['A', 'B'].entries())
    await expect(status(page, `Accuracy ${name}`)).toHaveText(percent(lanes[i]!.accuracy));
  const table = page.getByRole('region', { name: 'Loss', exact: true });
  await table.getByRole('button', { name: 'Table' }).click();
  await expect(table.getByRole('row').nth(1).getByRole('cell').nth(3)).toHaveText(
    significant(lanes[1]!.loss),
  );

  await table.getByRole('button', { name: 'Table' }).click();

  // Saved, they are the same for others.
  const save = async (item: string) => {
    await button(page, 'Save Loss').click();
    if (item.includes('CSV')) await expectAccessible(page);
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('menuitem', { name: item }).click(),
    ]);
    return readFile(await file.path());
  };
  // The heads, and a row before and after each of four steps.
  const csv = (await save('All values (CSV)')).toString().trim().split('\n');
  expect(csv).toHaveLength(1 + 5);
  expect(new Set(csv.map((line) => line.split(',').length)).size).toBe(1);
  const svg = (await save('Drawing (SVG)')).toString();
  const png = await save('Picture (PNG)');
  const sizes = await page.evaluate(
    async ({ text, bytes }) => {
      const document = new DOMParser().parseFromString(text, 'image/svg+xml');
      const picture = await createImageBitmap(new Blob([new Uint8Array(bytes)], { type: 'image/png' }));
      return {
        errors: document.querySelectorAll('parsererror').length,
        curves: document.querySelectorAll('path.trace-smooth, path.trace-test').length,
        picture: [picture.width, picture.height],
      };
    },
    { text: svg, bytes: [...png] },
  );
  expect(sizes.errors).toBe(0);
  expect(sizes.curves).toBeGreaterThanOrEqual(4);
  expect(Math.min(...sizes.picture)).toBeGreaterThan(100);
});

const tabs = ['Kernels', 'Spectrum', 'Activations', 'Deconvolved image', 'Newton-Schulz', 'Gradients'];

test('keys alone reach every tab and the table of layers; axe is content', async ({ page }) => {
  await open(page);
  await page.keyboard.press('ArrowRight');
  await expect(status(page, 'Step')).toHaveText('1');
  await expectPaused(page);
  await page.getByRole('tab', { name: 'Covariance' }).focus();
  await expectAccessible(page, page.getByRole('region', { name: 'Inside layer' }));
  // Networks stand beside each other, however narrow the middle of three columns is.
  await page.setViewportSize({ width: 1101, height: 900 });
  const tops = ['A', 'B'].map((name) => page.getByRole('region', { name, exact: true }).boundingBox());
  expect((await tops[0])!.y).toBe((await tops[1])!.y);
  await page.setViewportSize({ width: 1280, height: 900 });
  for (const name of tabs) {
    await page.keyboard.press('ArrowRight');
    const tab = page.getByRole('tab', { name });
    await expect(tab).toBeFocused();
    await expect(tab).toHaveAttribute('aria-selected', 'true');
    const panel = page.getByRole('tabpanel', { name });
    // Gradients are those of a step.
    if (name === 'Gradients') {
      await expect(panel).toContainText('Appears with the next step');
      await button(page, 'Step').click();
    }
    await expect(panel).toContainText('before step');
    for (const table of await panel.getByRole('table').all()) await expect(table).toHaveAccessibleName(/./);
    for (const twin of await panel.locator('.line-plot summary').all()) {
      await twin.press('Enter');
      const table = panel.getByRole('group', { name: (await twin.getAttribute('aria-label'))! });
      await expect(table.getByRole('cell').first()).toHaveText(/^−?\d/);
    }
    await tab.focus();
    await expectAccessible(page, panel);
  }
  await button(page, 'Layers and memory').focus();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Layers of LeNet' });
  await expect(dialog.getByRole('row', { name: /^conv2 / })).toBeVisible();
  // Of two convolutions and three linear layers on 28 x 28 pixels at a quarter of LeNet's width.
  await expect(dialog).toContainText(/63\s240 multiply-adds for one image/);
  await expect(dialog).toContainText('this GPU takes up to');
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await expect(button(page, 'Layers and memory')).toBeFocused();
});

test('a panel of tabs has the name of the tab whose content it shows, also until the next content is made', async ({
  page,
}) => {
  await open(page);
  const inside = page.getByRole('region', { name: 'Inside layer' });
  const panel = inside.getByRole('tabpanel').first();
  // Each time that the page draws: whether the name of the panel changed, and whether its content did.
  await panel.evaluate((element) => {
    const changes: (readonly [boolean, boolean])[] = [];
    Object.assign(window, { changes });
    new MutationObserver((records) => {
      const has = (wanted: MutationRecordType) =>
        records.some(({ type, target }) => type === wanted && target === element);
      changes.push([has('attributes'), has('childList')]);
    }).observe(element, { attributeFilter: ['aria-labelledby'], childList: true });
  });
  const titles = [...tabs, 'One step', 'Covariance'];
  for (const title of titles) {
    await inside.getByRole('tab', { name: title, exact: true }).click();
    await expect(panel).toHaveAccessibleName(title);
  }
  await expect(panel).toContainText('before step');
  const changes = await page.evaluate(
    () => (window as unknown as { changes: (readonly [boolean, boolean])[] }).changes,
  );
  const named = changes.filter(([isNamed]) => isNamed);
  expect(named).toHaveLength(titles.length);
  expect(named.every(([, hasContent]) => hasContent)).toBe(true);

  await inside.getByRole('tab', { name: 'One step' }).click();
  await button(page, 'Take a step').click();
  await expect(inside.getByRole('tabpanel', { name: 'One step' })).toMatchAriaSnapshot(`
    - tabpanel "One step":
      - tablist "Phases of the step"
      - tabpanel "1 Batch"
  `);
});

test('a look into a layer plays its pictures, and shares its cursor over steps with the charts', async ({
  page,
}) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await open(page);
  const inside = page.getByRole('region', { name: 'Inside layer' });
  await inside.getByRole('tab', { name: 'Deconvolved image' }).click();
  const slider = inside.getByRole('slider', { name: 'Iterations towards D' });
  await expect(slider).toHaveAttribute('aria-valuetext', '3');
  await button(page, 'Sharpen').click();
  await expect(slider).toHaveAttribute('aria-valuetext', '0');
  await expect(inside.getByRole('img', { name: 'Image as lane B sees it after 1 iterations' })).toBeVisible();
  await button(page, 'Hold').click();
  await expect(button(page, 'Sharpen')).toBeVisible();

  await inside.getByRole('tab', { name: 'Gradients' }).click();
  await expect(inside).toContainText('Appears with the next step');
  for (const step of ['1', '2']) {
    await button(page, 'Step').click();
    await expect(status(page, 'Step')).toHaveText(step);
    await expectPaused(page);
  }
  await expect(inside.getByRole('img', { name: /^gradient from .+ at step 0 to .+ at step 1$/ })).toHaveCount(
    10,
  );
  const ownCursors = inside.locator('.line-plot-cursor');
  const chartCursors = page.locator('.shared-cursor');
  await page.getByRole('region', { name: 'Accuracy', exact: true }).locator('.chart-plot').hover();
  await expect(ownCursors).toHaveCount(2);
  await expect(chartCursors).toHaveCount(0);
  await inside.locator('.line-plot svg').first().hover();
  await expect(ownCursors).toHaveCount(2);
  await expect(chartCursors).toHaveCount(3);
  await inside.getByRole('tab', { name: 'Gradients' }).hover();
  await expect(ownCursors).toHaveCount(0);
  await expect(chartCursors).toHaveCount(0);
});
