// The browser for the end-to-end tests: a full Chromium or Chrome, since Playwright's headless shell has no WebGPU.
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { Complaint } from './run.mjs';
import { hasGpuNode } from './vulkan.mjs';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];
const programs = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

/** @param {string} path */
function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * Path of the browser: the environment's `CHROME`, else the first one on the search path.
 *
 * @returns {string | null}
 */
export function findChromium() {
  const { CHROME, PATH = '' } = process.env;
  if (CHROME) {
    if (!isExecutable(CHROME)) throw new Complaint(`CHROME is set to ${CHROME}, which is no program.`);
    return CHROME;
  }
  // Before the search path, because a wrapper of the same name may stand first on it.
  const candidates = [
    '/usr/bin/chromium',
    ...PATH.split(delimiter).flatMap((folder) => names.map((name) => join(folder, name))),
  ];
  return [...candidates, ...programs].find(isExecutable) ?? null;
}

/**
 * Arguments under which a browser has WebGPU: on the GPU, or on SwiftShader, which comes with the browser.
 *
 * @param {boolean} [isSoftware]
 */
export function chromiumArguments(isSoftware = !hasGpuNode()) {
  return [
    '--enable-unsafe-webgpu',
    ...(isSoftware
      ? ['--use-webgpu-adapter=swiftshader']
      : ['--enable-features=Vulkan', '--ignore-gpu-blocklist']),
    // Chromium's sandbox does not work for root.
    ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  ];
}
