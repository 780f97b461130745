// Installs the npm packages when they are missing or not those of package-lock.json.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Complaint, root, run } from './run.mjs';

/** @typedef {{ packages?: Record<string, { version?: string, optional?: boolean, devOptional?: boolean }> }} Lockfile */

/**
 * @param {string} path
 * @returns {Lockfile}
 */
function readLockfile(path) {
  try {
    return /** @type {Lockfile} */ (JSON.parse(readFileSync(join(root, path), 'utf8')));
  } catch {
    return {};
  }
}

/**
 * The first package that is not installed as the lock file says. npm writes down what it installed in a second lock
 * file inside node_modules, as its last act, so an interrupted installation shows too.
 *
 * @param {Lockfile} wanted
 * @param {Lockfile} installed
 * @returns {string | null}
 */
export function firstMissingPackage(wanted, installed) {
  for (const [path, { version, optional, devOptional }] of Object.entries(wanted.packages ?? {})) {
    if (path === '') continue;
    const present = installed.packages?.[path];
    // Packages for other systems are left out by npm.
    if (!present && (optional || devOptional) && installed.packages) continue;
    if (present?.version !== version) return path.replace(/^.*node_modules\//, '');
  }
  return null;
}

function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19))
    throw new Complaint(`Deconv Lab needs Node 20.19 or newer; this is Node ${process.versions.node}.`);
}

/** Makes node_modules agree with package-lock.json. A fraction of a second when it already does. */
export async function ensurePackages() {
  checkNode();
  const wanted = readLockfile('package-lock.json');
  const missing = firstMissingPackage(wanted, readLockfile('node_modules/.package-lock.json'));
  if (missing === null) return;
  console.log(`Installing packages with npm ci (${missing} is missing or of another version) ...`);
  const { npm_execpath: npmScript = '' } = process.env;
  const [command, ...first] = /npm-cli\.c?js$/.test(npmScript) ? [process.execPath, npmScript] : ['npm'];
  // No package needs its install script, except that macOS quarantines native libraries.
  const scripts = process.platform === 'darwin' ? [] : ['--ignore-scripts'];
  const { code } = await run(
    command,
    [...first, 'ci', '--include=dev', '--no-audit', '--no-fund', ...scripts],
    {
      // Tests use the Chromium that is installed; Playwright need not fetch its own.
      env: { PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD: '1' },
    },
  );
  if (code !== 0)
    throw new Complaint(
      `npm ci failed with status ${code}. Check that this machine reaches an npm registry (npm config get registry), then try again.`,
    );
}
