// node scripts/clickTimes.mjs: how soon the page paints what a click on a tab of a layer asks for while two networks train,
// and which tasks hold the main thread as the page opens. Runs on the built page, for a quiet machine.
import { runMain } from './run.mjs';
import { openPage, withBrowser } from './withBrowser.mjs';

const address = '#v=1&train=640&test=128&w=0.25&lanes=batch,deconv:l=32:t=3&lr=0.05&bs=16&seed=3&ep=100';
const tabs = ['Kernels', 'Spectrum', 'Activations', 'Deconvolved image', 'Newton-Schulz', 'Covariance'];
/** Clicks on each tab: the first finds nothing ready. */
const rounds = 3;

/** Runs in the page: notes tasks over 50 ms, and events from the press to the next paint (in steps of 8 ms). */
function observe() {
  const found = { tasks: /** @type {number[]} */ ([]), events: /** @type {number[]} */ ([]) };
  Object.assign(window, { clickTimes: found });
  const note = (/** @type {string} */ type, /** @type {number[]} */ into) =>
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) into.push(duration);
    }).observe(/** @type {PerformanceObserverInit} */ ({ type, buffered: true, durationThreshold: 16 }));
  note('longtask', found.tasks);
  note('event', found.events);
}

await runMain(() =>
  withBrowser(async (browser, origin) => {
    const page = await openPage(browser);
    await page.addInitScript(observe);
    await page.goto(`${origin}${address}`);
    await page.getByText('paused', { exact: true }).waitFor({ timeout: 180_000 });
    /** What was noted since the last call. */
    const take = async () => {
      await page.waitForTimeout(1500);
      return page.evaluate(() => {
        const { tasks, events } = /** @type {any} */ (window).clickTimes;
        return { tasks: tasks.splice(0), events: events.splice(0) };
      });
    };
    /** @param {number[]} values */
    const list = (values) => values.map((ms) => ms.toFixed(0)).join(', ') || 'none';
    console.log(`tasks over 50 ms up to the networks, ms: ${list((await take()).tasks)}`);
    await page.getByRole('button', { name: 'Play', exact: true }).click();
    await page.getByText('training', { exact: true }).waitFor({ timeout: 60_000 });
    await page.waitForTimeout(5000);
    console.log(`Play, ms: ${list((await take()).tasks)}`);
    console.log('| tab | press to paint, ms | tasks over 50 ms |');
    console.log('| --- | ---: | ---: |');
    for (let round = 0; round < rounds; round++)
      for (const name of tabs) {
        await page.getByRole('tab', { name, exact: true }).click();
        const { tasks, events } = await take();
        console.log(`| ${name} | ${Math.max(0, ...events).toFixed(0)} | ${list(tasks)} |`);
      }
  }),
);
