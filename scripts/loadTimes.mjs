// node scripts/loadTimes.mjs DIR [SET...]: how long the page takes to have a data set on the GPU, from its opening and from the
// choice in an open page, and how long it keeps the browser's main thread meanwhile. DIR is served under /data/, as by
// npm start -- --data DIR; without names, the sets are MNIST and CIFAR-10. Nothing is kept between visits: each set is read from
// its files in a fresh profile.
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Complaint, runMain } from './run.mjs';
import { median } from './statistics.mjs';
import { openPage, withBrowser } from './withBrowser.mjs';

/** Visits of each set and kind, of which the median counts. */
const visits = 3;
const limitMs = 300_000;

/**
 * What one visit took, in milliseconds from the opening of the page, or from the choice of the set in it.
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

/**
 * Runs in the page: notes when training could start, and when the note on images that are loading was last there. Begins anew
 * with `restartLoadTimes`, for which a state other than the present one must have been there first.
 */
function observe() {
  const found = { ready: 0, whole: 0, blocks: /** @type {number[]} */ ([]) };
  let [from, hasLeft] = [0, true];
  const restartLoadTimes = () => {
    Object.assign(found, { ready: 0, whole: 0 });
    found.blocks.length = 0;
    [from, hasLeft] = [performance.now(), false];
  };
  Object.assign(window, { loadTimes: found, restartLoadTimes });
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) found.blocks.push(duration);
  }).observe({ type: 'longtask', buffered: true });
  const look = () => {
    const text = document.body?.textContent ?? '';
    const isPaused = text.includes('paused');
    hasLeft ||= !isPaused;
    const isGrowing = /Training on [\d\s]+ of/.test(text);
    if (hasLeft && isPaused && found.ready === 0) found.ready = performance.now() - from;
    if (found.ready > 0 && isGrowing) found.whole = 0;
    else if (found.ready > 0 && found.whole === 0) found.whole = performance.now() - from;
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
  const sets = names.length > 0 ? names : ['mnist', 'cifar10'];
  const absent = sets.find((name) => !existsSync(join(directory, name)));
  if (absent !== undefined) throw new Complaint(`There is no directory ${join(directory, absent)}.`);
  process.env.DECONV_LAB_DATA = resolve(directory);
  await withBrowser(async (browser, origin) => {
    console.log('| data set | from | training can start | all images there | longest main-thread task |');
    console.log('| --- | --- | ---: | ---: | ---: |');
    for (const name of sets)
      for (const [from, visit] of /** @type {const} */ ([
        ['the opening of the page', openWith],
        ['the choice in an open page', chooseIn],
      ])) {
        /** @type {Visit[]} */
        const results = [];
        while (results.length < visits) results.push(await visit(browser, origin, name));
        const [ready, whole] = [median(results.map((r) => r.ready)), median(results.map((r) => r.whole))];
        const longest = results.map(({ blocks }) => Math.max(0, ...blocks).toFixed(0)).join(', ');
        console.log(`| ${name} | ${from} | ${seconds(ready)} | ${seconds(whole)} | ${longest} ms |`);
      }
  });
});

/**
 * @param {import('@playwright/test').Browser} browser
 * @param {string} origin
 * @param {string} name
 * @returns {Promise<Visit>}
 */
async function openWith(browser, origin, name) {
  const page = await openPage(browser);
  await page.addInitScript(observe);
  await page.goto(`${origin}${address(name)}`);
  return finish(page, name);
}

/**
 * @param {import('@playwright/test').Browser} browser
 * @param {string} origin
 * @param {string} name
 * @returns {Promise<Visit>}
 */
async function chooseIn(browser, origin, name) {
  const page = await openPage(browser);
  await page.addInitScript(observe);
  await page.goto(`${origin}${address('glyphs')}`);
  await page.getByText('paused', { exact: true }).waitFor({ timeout: limitMs });
  // What the page does behind its first networks, such as fetching charts, is over.
  await page.waitForTimeout(2000);
  await page.evaluate(() => /** @type {any} */ (window).restartLoadTimes());
  await page.getByRole('combobox', { name: 'Data set', exact: true }).selectOption(name);
  return finish(page, name);
}

/**
 * Waits until all images are there, and closes the page.
 *
 * @param {import('@playwright/test').Page} page
 * @param {string} name
 * @returns {Promise<Visit>}
 */
async function finish(page, name) {
  const end = Date.now() + limitMs;
  let settled = 0;
  for (;;) {
    const found = /** @type {Visit} */ (await page.evaluate(() => /** @type {any} */ (window).loadTimes));
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
