// node scripts/loadTimes.mjs DIR [SET...]: how long the page takes to have a data set on the GPU, and how long it keeps the
// browser's main thread meanwhile. DIR is served under /data/, as by npm start -- --data DIR; without names, the sets are
// MNIST and CIFAR-10. Nothing is kept between visits: each set is read from its files in a fresh profile.
import { resolve } from 'node:path';
import { Complaint, runMain } from './run.mjs';
import { median } from './statistics.mjs';
import { openPage, withBrowser } from './withBrowser.mjs';

/** Visits of each set, of which the median counts. */
const visits = 3;
const limitMs = 300_000;

/**
 * What one visit took, in milliseconds from the opening of the page.
 *
 * @typedef {{ ready: number, whole: number, blocks: number[] }} Visit
 *   ready: training could start; whole: all images were there; blocks: main-thread tasks over 50 ms.
 */

/**
 * A linear classifier needs hardly any kernels, so that what is measured are the data.
 *
 * @param {string} name
 */
const address = (name) => `#v=1&data=${name}&net=linear&lanes=none`;

/** Runs in the page: notes when training could start, and when the note on images that are loading was last there. */
function observe() {
  const found = { ready: 0, whole: 0, blocks: /** @type {number[]} */ ([]) };
  Object.assign(window, { loadTimes: found });
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) found.blocks.push(duration);
  }).observe({ type: 'longtask', buffered: true });
  const look = () => {
    const text = document.body?.textContent ?? '';
    const isReady = text.includes('paused');
    const isGrowing = /Training on [\d\s]+ of/.test(text);
    if (isReady && found.ready === 0) found.ready = performance.now();
    if (found.ready > 0 && isGrowing) found.whole = 0;
    else if (found.ready > 0 && found.whole === 0) found.whole = performance.now();
    setTimeout(look, 20);
  };
  look();
}

/** @param {number} ms */
const seconds = (ms) => `${(ms / 1000).toFixed(2)} s`;

await runMain(async () => {
  const [directory, ...names] = process.argv.slice(2);
  if (directory === undefined)
    throw new Complaint('node scripts/loadTimes.mjs DIR [SET...]: DIR is missing.');
  process.env.DECONV_LAB_DATA = resolve(directory);
  await withBrowser(async (browser, origin) => {
    console.log('| data set | training can start | all images there | longest main-thread task |');
    console.log('| --- | ---: | ---: | ---: |');
    for (const name of names.length > 0 ? names : ['mnist', 'cifar10']) {
      /** @type {Visit[]} */
      const results = [];
      for (let visit = 0; visit < visits; visit++) results.push(await visitOnce(browser, origin, name));
      const [ready, whole] = [median(results.map((r) => r.ready)), median(results.map((r) => r.whole))];
      const longest = results.map(({ blocks }) => Math.max(0, ...blocks).toFixed(0)).join(', ');
      console.log(`| ${name} | ${seconds(ready)} | ${seconds(whole)} | ${longest} ms |`);
    }
  });
});

/**
 * @param {import('@playwright/test').Browser} browser
 * @param {string} origin
 * @param {string} name
 * @returns {Promise<Visit>}
 */
async function visitOnce(browser, origin, name) {
  const page = await openPage(browser);
  await page.addInitScript(observe);
  await page.goto(`${origin}${address(name)}`);
  const read = () => page.evaluate(() => /** @type {any} */ (window).loadTimes);
  const end = Date.now() + limitMs;
  let settled = 0;
  for (;;) {
    const found = /** @type {Visit} */ (await read());
    // The note on loading images follows the state by a moment.
    settled = found.whole > 0 ? settled + 1 : 0;
    if (settled > 4) {
      await page.context().close();
      return found;
    }
    if (Date.now() > end) throw new Complaint(`${name} was not there after ${limitMs / 1000} s.`);
    await page.waitForTimeout(250);
  }
}
