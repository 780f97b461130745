import { expect, test, type Page } from '@playwright/test';
import { paletteOf, signed } from '../src/app/maps/colors.ts';
import { canvasArguments, chromiumArguments, findChromium, isSoftwareTested } from '../scripts/chromium.mjs';
import { correlationFactors } from '../src/train/probes/spectrum.ts';
import { paintMap } from '../src/worker/paintMap.ts';
import { keepDevices, lastSaid, loseDevice, overhear } from './engine.ts';
import { button, middlesOf, open, withoutConvolutions } from './page.ts';

test.use({
  launchOptions: {
    executablePath: findChromium()!,
    args: [...chromiumArguments(isSoftwareTested), ...(isSoftwareTested ? canvasArguments : [])],
  },
});

/** In the page: whether a picture is shown, and not numbers that a worker draws. */
function isPicture(canvas: HTMLElement): boolean {
  try {
    return (canvas as HTMLCanvasElement).getContext('bitmaprenderer') !== null;
  } catch {
    return false;
  }
}

/** In this browser a software adapter can draw on canvases as a GPU does, which the page does not expect of one. */
async function pretendGpu(page: Page): Promise<void> {
  await page.addInitScript(() => {
    window.Worker = class extends Worker {
      constructor(...options: ConstructorParameters<typeof Worker>) {
        super(...options);
        this.addEventListener('message', ({ data }: MessageEvent<{ adapter?: { isFallback: boolean } }>) => {
          if (data.adapter) data.adapter.isFallback = false;
        });
      }
    };
  });
}

test('the GPU draws the matrices of a layer, in the colours of their numbers, until it is lost', async ({
  page,
}) => {
  await overhear(page);
  await keepDevices(page);
  await pretendGpu(page);
  await open(page, `${withoutConvolutions}&n=6&ev=6`);
  const inside = page.getByRole('region', { name: 'Inside layer' });
  /** What is on the screen of each matrix, and who drew it. */
  const expectPictures = async (mode: 'Correlation' | 'Covariance') => {
    const isCorrelation = mode === 'Correlation';
    await expect(async () => {
      const { result } = await lastSaid(page, 'probe');
      if (result.kind !== 'covariance') throw new Error(result.kind);
      const limit = Number(
        await inside
          .locator('.map-legend')
          .innerText()
          .then((text) => text.split(/\s/).at(-1)),
      );
      const { scale, min, max } = signed(limit);
      const shading = { palette: paletteOf(scale), min, max };
      for (const [i, lane] of result.lanes.entries())
        for (const when of ['before', 'after'] as const) {
          const { features: side } = lane!;
          const values = Float32Array.from(lane![when].values);
          const factors = isCorrelation ? correlationFactors(values, side) : undefined;
          const expected = paintMap({
            values,
            factors,
            rows: 1,
            columns: 1,
            height: side,
            width: side,
            shading,
          });
          const name = new RegExp(`^${mode} of lane ${'AB'[i]} ${when}`);
          const map = inside.getByRole('img', { name });
          expect(await map.evaluate(isPicture)).toBe(true);
          const found = await middlesOf(page, await map.screenshot(), side);
          // The corners are rounded off; a value between two colours may have either.
          const corners = [0, side - 1, side * (side - 1), side * side - 1];
          const others = found.filter((pixel, at) => pixel !== expected[at] && !corners.includes(at));
          expect(others.length).toBeLessThanOrEqual(side * side * 0.002);
          if (when === 'before') expect(new Set(found).size).toBeGreaterThan(20);
        }
    }).toPass({ timeout: 60_000 });
  };
  await expectPictures('Correlation');
  await button(page, 'Covariance').click();
  await expectPictures('Covariance');
  await button(page, 'Play').click();
  await expect(page.getByText('finished', { exact: true })).toBeVisible({ timeout: 120_000 });
  await expect.poll(async () => (await lastSaid(page, 'probe')).step, { timeout: 60_000 }).toBe(6);
  await expectPictures('Covariance');

  // What shows pictures may be what lost the device: the numbers are drawn from then on.
  const said = (type: string) =>
    page.evaluate((name) => name in (window as unknown as { said: object }).said, type);
  await page.evaluate(() => {
    const { said } = window as unknown as { said: Record<string, unknown> };
    for (const type of ['probe', 'pictures']) Reflect.deleteProperty(said, type);
  });
  await loseDevice(page);
  await expect.poll(() => said('probe'), { timeout: 120_000 }).toBe(true);
  expect(await said('pictures')).toBe(false);
  const map = inside.getByRole('img', { name: /^Covariance of lane B after/ });
  expect(await map.evaluate(isPicture)).toBe(false);
});

test('where what the GPU draws comes out blank the numbers are drawn', async ({ page }) => {
  await overhear(page);
  await pretendGpu(page);
  await page.route(/\/assets\/worker-.*\.js$/, async (route) => {
    const response = await route.fetch();
    const body = `GPUCommandEncoder.prototype.copyBufferToTexture = () => undefined; ${await response.text()}`;
    await route.fulfill({ response, body });
  });
  await open(page, withoutConvolutions);
  const map = page
    .getByRole('region', { name: 'Inside layer' })
    .getByRole('img', { name: /^Correlation of lane A before/ });
  await expect(map).toBeVisible({ timeout: 60_000 });
  await expect
    .poll(() => page.evaluate(() => 'pictures' in (window as unknown as { said: object }).said))
    .toBe(true);
  expect(await map.evaluate(isPicture)).toBe(false);
  const colors = await middlesOf(page, await map.screenshot(), 28);
  expect(new Set(colors).size).toBeGreaterThan(20);
});
