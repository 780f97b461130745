// npm run train, data, golden, bench: builds the command line when its sources changed and runs it in this process.
import { pathToFileURL } from 'node:url';
import { buildCommandLine } from './build.mjs';
import { ensurePackages } from './packages.mjs';
import { invocationFolder, runMain } from './run.mjs';
import { ensureSystem } from './system.mjs';
import { quickCompilation } from './vulkan.mjs';

await runMain(async () => {
  const folder = invocationFolder();
  const args = process.argv.slice(2);
  await ensurePackages();
  const path = await buildCommandLine();
  // These run their kernels a few times: compiling them is most of the work.
  if (['golden', 'zoo'].includes(args[0] ?? '')) Object.assign(process.env, quickCompilation);
  // A first step counts only when every kernel is compiled for it: Mesa would take them from its cache on disk.
  if (args[0] === 'bench') process.env.MESA_SHADER_CACHE_DISABLE ??= 'true';
  const needsAdapter =
    !['data', 'model'].includes(args[0] ?? '') && !args.some((arg) => arg === '--help' || arg === '-h');
  await ensureSystem({ driver: needsAdapter, browser: false });

  // Ctrl-C reaches this process twice: from the terminal, and again from npm, which passes it on. The second would
  // look like an impatient user, so repetitions within half a second are dropped.
  const emit = process.emit.bind(process);
  let last = -Infinity;
  process.emit = /** @type {typeof process.emit} */ (
    /** @type {(event: string, ...rest: unknown[]) => boolean} */ (event, ...rest) => {
      if (event === 'SIGINT') {
        const now = performance.now();
        if (now - last < 500) return true;
        last = now;
      }
      return Reflect.apply(emit, process, [event, ...rest]);
    }
  );

  process.argv = [process.execPath, path, ...args];
  process.chdir(folder);
  process.setSourceMapsEnabled(true);
  await import(pathToFileURL(path).href);
});
