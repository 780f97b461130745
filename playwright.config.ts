import { defineConfig } from '@playwright/test';
import { chromiumArguments, findChromium, isSoftwareTested } from './scripts/chromium.mjs';

const port = Number(process.env.DECONV_LAB_E2E_PORT ?? 4317);
const baseURL = `http://localhost:${port}/`;
const executablePath = findChromium();
if (executablePath === null) throw new Error('No Chromium or Chrome found; set CHROME to the path of one.');

export default defineConfig({
  testDir: 'e2e',
  outputDir: 'test-results',
  // One browser at a time: they would share the adapter, and on a software adapter the processor's cores.
  workers: 1,
  forbidOnly: true,
  timeout: 180_000,
  expect: { timeout: 30_000 },
  use: {
    baseURL,
    viewport: { width: 1280, height: 900 },
    screenshot: 'only-on-failure',
    // Requests then pass by the routes of tests, and no test keeps a page for the next; offline.spec.ts allows it.
    serviceWorkers: 'block',
    launchOptions: {
      executablePath,
      // A camera for webcam tests, and nobody to ask whether the page may have it.
      args: [
        ...chromiumArguments(isSoftwareTested),
        '--use-fake-device-for-media-stream',
        '--use-fake-ui-for-media-stream',
      ],
    },
  },
  webServer: {
    command: `"${process.execPath}" scripts/start.mjs --no-open --port ${port}`,
    url: baseURL,
    timeout: 180_000,
    reuseExistingServer: false,
  },
});
