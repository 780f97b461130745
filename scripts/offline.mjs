// Makes a build work without a network after the first visit: writes a service worker that keeps all of its files.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { transformWithOxc } from 'vite';

const template = new URL('../src/worker/serviceWorker.ts', import.meta.url);
/** Data sets are large, and kept by the page when they are used. */
const leftOut = /^(data|\.)/;

/**
 * Own code in place of Workbox, which brings several times the code of this page's service worker for routes and
 * strategies that it does not need.
 *
 * @returns {import('vite').Plugin}
 */
export function offline() {
  let publicFolder = '';
  return {
    name: 'offline',
    apply: (config, { command }) => command === 'build' && !config.build?.ssr,
    configResolved: ({ publicDir }) => void (publicFolder = publicDir),
    generateBundle: {
      // After the page itself is among the files.
      order: 'post',
      async handler(_, bundle) {
        const hash = createHash('sha256');
        const names = ['/'];
        for (const [name, file] of Object.entries(bundle).sort(([a], [b]) => (a < b ? -1 : 1))) {
          hash.update(name).update(file.type === 'chunk' ? file.code : file.source);
          if (name !== 'index.html') names.push(`/${name}`);
        }
        for (const name of filesBelow(publicFolder)) {
          hash.update(name).update(readFileSync(join(publicFolder, name)));
          names.push(`/${name}`);
        }
        const { code } = await transformWithOxc(readFileSync(template, 'utf8'), 'serviceWorker.ts');
        const source = code
          .replace('__VERSION__', hash.digest('hex').slice(0, 16))
          .replace(/\[['"]__FILES__['"]\]/, JSON.stringify(names, null, 2));
        this.emitFile({ type: 'asset', fileName: 'serviceWorker.js', source });
      },
    },
  };
}

/**
 * @param {string} folder
 * @returns {string[]} Paths of files below it, with slashes.
 */
function filesBelow(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter(({ name }) => !leftOut.test(name))
    .flatMap((entry) =>
      entry.isDirectory()
        ? filesBelow(join(folder, entry.name)).map((name) => `${entry.name}/${name}`)
        : [entry.name],
    );
}
