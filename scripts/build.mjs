// The two bundles made with Vite, each only when its sources changed: the page and the command line.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
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
 * Runs `build` unless `output` is there and was built from the sources as they are now.
 *
 * @param {{ output: string, sources: readonly string[], build: () => Promise<void>, force?: boolean }} options
 */
async function buildIfStale({ output, sources, build, force = false }) {
  const stamp = join(root, '.cache', `${output.replaceAll(/\W/g, '-')}.stamp`);
  const state = createHash('sha256').update(sources.flatMap(listing).join('\n')).digest('hex');
  const isFresh =
    existsSync(join(root, output)) && existsSync(stamp) && readFileSync(stamp, 'utf8') === state;
  if (isFresh && !force) return;
  try {
    await build();
  } catch (error) {
    throw new Complaint(
      `Building ${output} failed. ${error instanceof Error ? error.message : String(error)}`,
    );
  }
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, state);
}

/**
 * Builds the page into `dist/`.
 *
 * @param {{ force?: boolean }} [options]
 */
export function buildPage({ force = false } = {}) {
  return buildIfStale({
    force,
    output: 'dist/index.html',
    sources: [...shared, 'index.html', 'public', 'scripts', 'vite.config.ts'],
    build: async () => {
      console.log('Building the page ...');
      const { build } = await import('vite');
      await build({ root, logLevel: 'warn' });
    },
  });
}

/**
 * Builds `src/cli/main.ts` for Node and returns its path. Shaders are bundled in; packages stay outside, as Dawn's
 * native library must.
 */
export async function buildCommandLine() {
  const folder = '.cache/cli';
  await buildIfStale({
    output: `${folder}/main.js`,
    sources: [...shared, 'scripts/build.mjs'],
    build: async () => {
      const { build } = await import('vite');
      await build({
        root,
        configFile: false,
        logLevel: 'warn',
        publicDir: false,
        build: {
          ssr: 'src/cli/main.ts',
          outDir: folder,
          emptyOutDir: true,
          target: 'node20',
          sourcemap: true,
        },
      });
    },
  });
  return join(root, folder, 'main.js');
}
