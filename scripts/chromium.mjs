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

/** Whether the end-to-end tests take SwiftShader, which comes with the browser: by the environment also where there is a GPU. */
export const isSoftwareTested =
  process.platform === 'linux' && (process.env.DECONV_LAB_E2E_ADAPTER === 'software' || !hasGpuNode());

/**
 * Further arguments under which the page shows what SwiftShader draws on a canvas: its parts are then put together by
 * SwiftShader as well, slowly. Without them Chromium ends all devices when a canvas is drawn on.
 */
export const canvasArguments = [
  '--enable-features=Vulkan',
  '--use-vulkan=swiftshader',
  '--use-angle=swiftshader',
];

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
