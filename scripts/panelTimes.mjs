// node scripts/panelTimes.mjs [TAB...]: what it costs training to look inside a layer. Two networks train in the built page, with the
// panel and without it in turn; the table compares steps per second of neighbouring stretches. For a quiet machine.
import { runMain } from './run.mjs';
import { median } from './statistics.mjs';
import { openPage, withBrowser } from './withBrowser.mjs';

const address = '#v=1&train=640&test=128&w=0.25&lanes=batch,deconv:l=32:t=3&lr=0.05&bs=16&seed=3&ep=1000';
const allTabs = ['Covariance', 'Kernels', 'Spectrum', 'Newton-Schulz', 'Activations', 'Gradients'];
const tabs = process.argv.length > 2 ? process.argv.slice(2) : allTabs;
/** Stretches with the panel for each tab, one without before and after each, and milliseconds of one. */
const stretches = 5;
const stretchMs = 6000;
/** Before a stretch: what was asked for gets ready. */
const settleMs = 2500;

await runMain(() =>
  withBrowser(async (browser, origin) => {
    const page = await openPage(browser);
    await page.goto(`${origin}${address}`);
    await page.getByText('paused', { exact: true }).waitFor({ timeout: 180_000 });
    await page.getByRole('button', { name: 'Play', exact: true }).click();
    await page.getByText('training', { exact: true }).waitFor({ timeout: 60_000 });

    const counter = page.getByRole('status', { name: 'Step', exact: true });
    const count = async () => ({
      step: Number.parseFloat((await counter.textContent()) ?? ''),
      at: Date.now(),
    });
    const panel = page.locator('.inside-layer');
    const stepsPerSecond = async (/** @type {boolean} */ isShown) => {
      // What is not in sight is not computed.
      await panel.evaluate((element, display) => (element.style.display = display), isShown ? '' : 'none');
      await page.waitForTimeout(settleMs);
      const from = await count();
      await page.waitForTimeout(stretchMs);
      const to = await count();
      if (!(to.step > from.step)) throw new Error(`training went from step ${from.step} to ${to.step}`);
      return (1000 * (to.step - from.step)) / (to.at - from.at);
    };

    console.log('| tab | steps/s without the panel | with it | slowdown, median (least to most) |');
    console.log('| --- | ---: | ---: | ---: |');
    for (const name of tabs) {
      await panel.evaluate((element) => (element.style.display = ''));
      await page.getByRole('tab', { name, exact: true }).click();
      await page.waitForTimeout(settleMs);
      const without = [await stepsPerSecond(false)];
      const during = [];
      for (let stretch = 0; stretch < stretches; stretch++) {
        during.push(await stepsPerSecond(true));
        without.push(await stepsPerSecond(false));
      }
      const ratios = during.map((rate, i) => ((without[i] ?? NaN) + (without[i + 1] ?? NaN)) / 2 / rate);
      const rates = `${median(without).toFixed(1)} | ${median(during).toFixed(1)}`;
      const spread = `${Math.min(...ratios).toFixed(3)} to ${Math.max(...ratios).toFixed(3)}`;
      console.log(`| ${name} | ${rates} | ${median(ratios).toFixed(3)} (${spread}) |`);
    }
  }),
);
