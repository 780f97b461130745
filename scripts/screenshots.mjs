// npm run screenshots [-- FOLDER]: the page's main states at three sizes, light and dark, as PNG files. FOLDER is
// screenshots/ without one, which git ignores.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { root, runMain } from './run.mjs';
import { withBrowser } from './withBrowser.mjs';

/** Small enough for a software adapter. */
const hash = '#v=1&train=640&test=128&w=0.5&lanes=batch,deconv:l=64&lr=0.05&bs=16&ep=4&seed=3';

const sizes = [
  [1440, 900],
  [1024, 768],
  [390, 844],
];

/** @typedef {import('@playwright/test').Page} Page */

/**
 * States of the page, each begun where the last one ended unless it has an address of its own.
 *
 * @type {{ name: string, address?: string, withoutWebGpu?: boolean, act: (page: Page) => Promise<void> }[]}
 */
const states = [
  {
    name: 'first-contact',
    address: '',
    act: async (page) => {
      await page.getByText('A run recorded on').waitFor();
      // The whole recorded run.
      await page.getByRole('status', { name: 'Step' }).getByText('200').waitFor({ timeout: 60_000 });
      await page.waitForTimeout(1000);
    },
  },
  ...['Kernels', 'Spectrum', 'Newton-Schulz', 'Activations', 'Deconvolved image', 'Gradients'].map((tab) => ({
    name: tab.toLowerCase().replace(' ', '-'),
    act: async (/** @type {Page} */ page) => {
      await page.getByRole('tab', { name: tab, exact: true }).click();
      await page.waitForTimeout(1000);
    },
  })),
  {
    name: 'no-webgpu',
    address: '',
    withoutWebGpu: true,
    act: async (page) => {
      await page.getByText('The browser does not know WebGPU').waitFor();
      await page.getByText('What to do', { exact: true }).click();
    },
  },
  {
    name: 'opened',
    address: hash,
    act: async (page) => {
      await page.getByText('paused', { exact: true }).waitFor({ timeout: 180_000 });
      const notice = page.getByRole('button', { name: 'Close this notice' });
      if (await notice.count()) await notice.first().click();
    },
  },
  {
    name: 'trained',
    act: async (page) => {
      await page.getByRole('button', { name: 'Epoch', exact: true }).click();
      await page.getByText('training', { exact: true }).waitFor();
      await page.getByText('paused', { exact: true }).waitFor({ timeout: 180_000 });
      await page.waitForTimeout(1500);
    },
  },
  {
    name: 'slow-motion',
    act: async (page) => {
      await page.keyboard.press('s');
      const phase = page.getByRole('tab', { name: /^3 / });
      await phase.waitFor({ timeout: 180_000 });
      await phase.click();
      await page.waitForTimeout(1000);
    },
  },
  {
    name: 'presenting',
    act: async (page) => {
      await page.getByRole('button', { name: 'Present', exact: true }).click();
      await page.waitForTimeout(1000);
    },
  },
  {
    name: 'help',
    act: async (page) => {
      await page.getByRole('button', { name: 'Present', exact: true }).click();
      await page.getByRole('button', { name: 'Help', exact: true }).click();
    },
  },
  {
    name: 'data',
    act: async (page) => {
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: /^Explore the data/ }).click();
      await page.waitForTimeout(2000);
    },
  },
  {
    name: 'reproduce',
    address: '#reproduce',
    act: async (page) => {
      await page.getByRole('table').first().waitFor();
    },
  },
];

await runMain(async () => {
  const folder = process.argv[2] ?? join(root, 'screenshots');
  mkdirSync(folder, { recursive: true });
  await withBrowser(async (browser, address) => {
    for (const colorScheme of /** @type {const} */ (['light', 'dark'])) {
      const open = () => browser.newPage({ colorScheme, viewport: { width: 1440, height: 900 } });
      const usual = await open();
      for (const { name, address: wanted, withoutWebGpu = false, act } of states) {
        const page = withoutWebGpu ? await open() : usual;
        if (withoutWebGpu) await page.addInitScript('Reflect.deleteProperty(Navigator.prototype, "gpu")');
        if (wanted !== undefined) {
          // Another address of the same page would be a change of its hash only.
          await page.goto('about:blank');
          await page.goto(`${address}${wanted}`);
        }
        await act(page);
        for (const [width = 0, height = 0] of sizes) {
          await page.setViewportSize({ width, height });
          await page.waitForTimeout(600);
          const path = join(folder, `${name}-${width}x${height}-${colorScheme}.png`);
          // Below the fold of a phone there is more to see.
          await page.screenshot({ path, fullPage: width < 700 && !['help', 'data'].includes(name) });
          console.log(path);
        }
        await page.setViewportSize({ width: 1440, height: 900 });
        if (withoutWebGpu) await page.close();
      }
      await usual.close();
    }
  });
});
