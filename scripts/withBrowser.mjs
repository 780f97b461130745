// What the scripts that look at the page in a real browser share.
import { chromium } from '@playwright/test';
import { preview } from 'vite';
import { buildPage } from './build.mjs';
import { chromiumArguments, findChromium } from './chromium.mjs';
import { ensurePackages } from './packages.mjs';
import { Complaint, root } from './run.mjs';

/**
 * Builds the page where its sources changed, serves it, opens a browser, and closes both after `use`. The built page, which
 * users see: Vite's development server may load a page anew when it comes upon a dependency.
 *
 * @param {(browser: import('@playwright/test').Browser, address: string) => Promise<void>} use
 *   `address` of the page, with a slash at the end.
 */
export async function withBrowser(use) {
  await ensurePackages();
  const executablePath = findChromium();
  if (executablePath === null)
    throw new Complaint('No Chromium or Chrome found; set CHROME to the path of one.');
  await buildPage();
  const server = await preview({ root, logLevel: 'error', preview: { host: '127.0.0.1', port: 0 } });
  try {
    const browser = await chromium.launch({ executablePath, args: chromiumArguments() });
    try {
      await use(browser, server.resolvedUrls?.local[0] ?? '');
    } finally {
      await browser.close();
    }
  } finally {
    await server.close();
  }
}

/**
 * A page as in a new profile, of a laptop's size.
 *
 * @param {import('@playwright/test').Browser} browser
 */
export async function openPage(browser) {
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    serviceWorkers: 'block',
  });
  return context.newPage();
}
