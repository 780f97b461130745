// npm run build:cli: the command line as one folder that runs without npm, packages or network: copy it to a machine
// with a GPU. Dawn's native library is that of this machine's system and processor.
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join, resolve } from 'node:path';
import { ensurePackages } from './packages.mjs';
import { Complaint, invocationFolder, root, run, runMain } from './run.mjs';

/** Native packages: they cannot be bundled, and only Dawn is copied. Images inside Parquet files need sharp. */
const native = ['webgpu', 'sharp'];
const maximumMegabytes = 40;

const launcher = `#!/bin/sh
exec node "$(dirname "$(readlink -f "$0")")/scripts/bundleStart.mjs" "$@"
`;

await runMain(async () => {
  const folder = resolve(invocationFolder(), process.argv[2] ?? 'dist-cli');
  await ensurePackages();
  if (existsSync(folder) && !existsSync(join(folder, 'scripts/bundleStart.mjs')))
    throw new Complaint(`${folder} is there and is no earlier bundle; name another folder or remove it.`);
  rmSync(folder, { recursive: true, force: true });
  const { build } = await import('vite');
  await build({
    root,
    configFile: false,
    logLevel: 'warn',
    publicDir: false,
    ssr: { noExternal: true, external: native },
    build: { ssr: 'src/cli/main.ts', outDir: folder, emptyOutDir: true, target: 'node20', sourcemap: false },
  });
  copyDawn(folder);
  for (const name of ['bundleStart.mjs', 'run.mjs', 'vulkan.mjs'])
    cpSync(join(root, 'scripts', name), join(folder, 'scripts', name));
  cpSync(join(root, 'LICENSE'), join(folder, 'LICENSE'));
  writeFileSync(join(folder, 'deconv-lab'), launcher);
  chmodSync(join(folder, 'deconv-lab'), 0o755);
  const { version, license, engines } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const description = { name: 'deconv-lab-cli', version, license, engines, private: true, type: 'module' };
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify(description, null, 2)}\n`);
  await pack(folder);
});

/** @param {string} folder */
function copyDawn(folder) {
  const platform = `${process.platform}-${process.platform === 'darwin' ? 'universal' : process.arch}`;
  const from = join(root, 'node_modules/webgpu');
  const to = join(folder, 'node_modules/webgpu');
  if (!existsSync(join(from, 'dist', platform)))
    throw new Complaint(`The package webgpu has no library for ${platform}, so there is nothing to bundle.`);
  mkdirSync(to, { recursive: true });
  for (const name of ['index.js', 'package.json', 'LICENSE.md', `dist/${platform}`])
    cpSync(join(from, name), join(to, name), { recursive: true });
}

/**
 * Packs the folder beside itself and says how large it is.
 *
 * @param {string} folder
 */
async function pack(folder) {
  const archive = `${folder}.tar.gz`;
  const { code, output } = await run(
    'tar',
    ['-czf', archive, '-C', join(folder, '..'), folder.split(/[\\/]/).at(-1) ?? ''],
    {
      capture: true,
    },
  );
  if (code !== 0)
    throw new Complaint(`The folder ${folder} is ready; packing it with tar failed: ${output.trim()}`);
  const megabytes = statSync(archive).size / 2 ** 20;
  console.log(`${folder}\n${archive}: ${megabytes.toFixed(1)} MiB`);
  if (megabytes > maximumMegabytes)
    throw new Complaint(`The archive is larger than ${maximumMegabytes} MiB; look at what was bundled.`);
}
