// node scripts/panelTimes.mjs [--stretches N] [--seconds S] [PANEL...]: what it costs training to look at a panel that asks the
// networks: a tab of Inside layer, or One image. Two networks train in the built page, with the panel and without it in turn;
// the table compares steps per second of neighbouring stretches. For a quiet machine.
import { parseArgs } from 'node:util';
import { Complaint, runMain } from './run.mjs';
import { median } from './statistics.mjs';
import { openPage, withBrowser } from './withBrowser.mjs';

/** @typedef {import('@playwright/test').Page} Page */

const address = '#v=1&train=640&test=128&w=0.25&lanes=batch,deconv:l=32:t=3&lr=0.05&bs=16&seed=3&ep=1000';
const image = 'One image';
const all = [
  ...['Covariance', 'Kernels', 'Spectrum', 'Activations', 'Deconvolved image', 'Newton-Schulz', 'Gradients'],
  image,
];
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { stretches: { type: 'string', default: '5' }, seconds: { type: 'string', default: '6' } },
});
/** Stretches with each panel, one without before and after each, and seconds of one. */
const [stretches, seconds] = [Number(values.stretches), Number(values.seconds)];
/** Before a stretch: what was asked for gets ready. */
const settleMs = 2500;

/**
 * @param {Page} page
 * @param {string} name
 */
async function measure(page, name) {
  const panel = page.locator(name === image ? '.one-image' : '.inside-layer');
  // What is not in sight is not computed.
  const show = (/** @type {boolean} */ isShown) =>
    panel.evaluate((element, display) => (element.style.display = display), isShown ? '' : 'none');
  const step = page.getByRole('status', { name: 'Step', exact: true });
  const count = async () => ({ step: Number.parseFloat((await step.textContent()) ?? ''), at: Date.now() });
  const stepsPerSecond = async (/** @type {boolean} */ isShown) => {
    await show(isShown);
    await page.waitForTimeout(settleMs);
    const from = await count();
    await page.waitForTimeout(1000 * seconds);
    const to = await count();
    if (!(to.step > from.step)) throw new Error(`training went from step ${from.step} to ${to.step}`);
    return (1000 * (to.step - from.step)) / (to.at - from.at);
  };

  // Of the two only the one that is measured asks anything.
  await page.addStyleTag({
    content: `${name === image ? '.inside-layer' : '.one-image'} { display: none !important }`,
  });
  if (name !== image) await page.getByRole('tab', { name, exact: true }).click();
  await page.waitForTimeout(settleMs);
  const before = await panel.innerText();
  const without = [await stepsPerSecond(false)];
  const during = [];
  for (let stretch = 0; stretch < stretches; stretch++) {
    during.push(await stepsPerSecond(true));
    without.push(await stepsPerSecond(false));
  }
  await show(true);
  if ((await panel.innerText()) === before) throw new Error('nothing in the panel changed meanwhile');
  return { without, during };
}

/** @param {readonly number[]} ratios */
const summary = (ratios) =>
  `${median(ratios).toFixed(3)} (${Math.min(...ratios).toFixed(3)} to ${Math.max(...ratios).toFixed(3)})`;

await runMain(() => {
  const unknown = positionals.filter((name) => !all.includes(name));
  if (unknown.length > 0)
    throw new Complaint(`There is no ${unknown.join(', ')}; there are ${all.join(', ')}.`);
  if (!(stretches >= 1 && seconds > 0)) throw new Complaint('--stretches and --seconds are numbers above 0.');
  return withBrowser(async (browser, origin) => {
    console.log(
      '| panel | steps/s without it | with it | slowdown, median (least to most) | of stretches without it |',
    );
    console.log('| --- | ---: | ---: | ---: | ---: |');
    for (const name of positionals.length > 0 ? positionals : all) {
      const page = await openPage(browser);
      try {
        await page.goto(`${origin}${address}`);
        await page.getByText('paused', { exact: true }).waitFor({ timeout: 180_000 });
        await page.getByRole('button', { name: 'Play', exact: true }).click();
        await page.getByText('training', { exact: true }).waitFor({ timeout: 60_000 });
        const { without, during } = await measure(page, name);
        const slowdowns = during.map((rate, i) => ((without[i] ?? NaN) + (without[i + 1] ?? NaN)) / 2 / rate);
        const noise = during.map((_, i) => (without[i] ?? NaN) / (without[i + 1] ?? NaN));
        const rates = `${median(without).toFixed(1)} | ${median(during).toFixed(1)}`;
        console.log(`| ${name} | ${rates} | ${summary(slowdowns)} | ${summary(noise)} |`);
      } catch (error) {
        console.log(
          `| ${name} | failed: ${error instanceof Error ? error.message.split('\n')[0] : String(error)} |`,
        );
        process.exitCode = 1;
      } finally {
        await page.context().close();
      }
    }
  });
});
