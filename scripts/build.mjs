// The two bundles made with Vite, each only when its sources changed: the page and the command line.
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { Complaint, root } from './run.mjs';

const shared = ['package-lock.json', 'shaders', 'src'];

/**
 * One line for each file below `path`, with size and time of change. Data sets are served, not built.
 *
 * @param {string} path
 * @returns {string[]}
 */
function listing(path) {
  if (path === 'public/data' || !existsSync(join(root, path))) return [];
  const { mtimeMs, size } = statSync(join(root, path));
  const isFolder = statSync(join(root, path)).isDirectory();
  if (!isFolder) return /\.test\.tsx?$/.test(path) ? [] : [`${path} ${size} ${mtimeMs}`];
  return readdirSync(join(root, path))
    .sort()
    .flatMap((name) => listing(`${path}/${name}`));
}

/**
 * Stands for the sources as they are now.
 *
 * @param {readonly string[]} sources
 */
const stateOf = (sources) => createHash('sha256').update(sources.flatMap(listing).join('\n')).digest('hex');

/**
 * @param {string} output
 * @param {() => Promise<void>} build
 */
async function complain(output, build) {
  try {
    await build();
  } catch (error) {
    throw new Complaint(
      `Building ${output} failed. ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

/**
 * Builds the page into `dist/`.
 *
 * @param {{ force?: boolean }} [options]
 */
export async function buildPage({ force = false } = {}) {
  const stamp = join(root, '.cache', 'page.stamp');
  const state = stateOf([...shared, 'index.html', 'public', 'scripts', 'vite.config.ts']);
  const isThere = existsSync(join(root, 'dist/index.html')) && existsSync(stamp);
  if (isThere && readFileSync(stamp, 'utf8') === state && !force) return;
  console.log('Building the page ...');
  await complain('the page', async () => {
    const { build } = await import('vite');
    await build({ root, logLevel: 'warn' });
  });
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, state);
}

/**
 * Builds `src/cli/main.ts` for Node and returns its path. Shaders are bundled in; packages stay outside, as Dawn's
 * native library must.
 */
export async function buildCommandLine() {
  const state = stateOf([...shared, 'scripts/build.mjs']).slice(0, 16);
  const folder = join(root, '.cache', 'cli', state);
  await buildWhole(folder, (outDir) =>
    complain('the command line', async () => {
      const { build } = await import('vite');
      await build({
        root,
        configFile: false,
        logLevel: 'warn',
        publicDir: false,
        build: { ssr: 'src/cli/main.ts', outDir, emptyOutDir: true, target: 'node20', sourcemap: true },
      });
    }),
  );
  return join(folder, 'main.js');
}

const oldMs = 24 * 60 * 60 * 1000;

/**
 * Builds a folder unless it is there. It is whole from the moment that it has its name, also when several processes build
 * it at once, and those beside it stay for a day: a command that runs may not have read all of its own yet.
 *
 * @param {string} folder
 * @param {(outDir: string) => Promise<void>} build
 */
export async function buildWhole(folder, build) {
  if (existsSync(folder)) return;
  mkdirSync(dirname(folder), { recursive: true });
  for (const name of readdirSync(dirname(folder))) {
    const path = join(dirname(folder), name);
    if (Date.now() - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0) > oldMs)
      rmSync(path, { recursive: true, force: true });
  }
  const unfinished = mkdtempSync(`${folder}.`);
  try {
    await build(unfinished);
    renameSync(unfinished, folder);
  } catch (error) {
    rmSync(unfinished, { recursive: true, force: true });
    // Another process was faster.
    if (!existsSync(folder)) throw error;
  }
}
