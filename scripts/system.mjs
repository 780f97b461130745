// What the machine must offer besides npm packages: an adapter for WebGPU and, for the tests, a browser.
import { findChromium } from './chromium.mjs';
import { canInstall, installAdvice, installDebian } from './debian.mjs';
import { Complaint } from './run.mjs';
import { probeAdapter, vulkanEnvironment } from './vulkan.mjs';

/**
 * Makes sure that there is an adapter and, where asked, a browser: installs them on Debian as root, complains with
 * the remedy elsewhere. From then on, this process and its children compute on that adapter.
 *
 * @param {{ driver: boolean, browser: boolean }} wanted
 * @returns {Promise<{ name: string, isSoftware: boolean } | null>} The adapter; null where none was asked for.
 */
export async function ensureSystem(wanted) {
  let adapter = wanted.driver ? probeAdapter() : null;
  const missing = { driver: wanted.driver && !adapter, browser: wanted.browser && !findChromium() };
  const chosen = process.env.VK_DRIVER_FILES ?? process.env.VK_ICD_FILENAMES;
  if (missing.driver && chosen)
    throw new Complaint(
      `The Vulkan driver that VK_DRIVER_FILES or VK_ICD_FILENAMES chooses (${chosen}) offers no adapter. ` +
        'Unset the variable, or let it name the .json file of a driver that works (Mesa: 25 or newer).',
    );
  if (missing.driver || missing.browser) {
    if (!canInstall()) throw new Complaint(installAdvice(missing));
    await installDebian(missing);
    if (missing.driver) adapter = probeAdapter();
    const still = { driver: wanted.driver && !adapter, browser: wanted.browser && !findChromium() };
    if (still.driver || still.browser)
      throw new Complaint(`${installAdvice(still)} Installing it did not help: look at the output above.`);
  }
  Object.assign(process.env, vulkanEnvironment());
  return adapter;
}
