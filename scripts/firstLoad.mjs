// Holds what a first visit loads to its limit: a build that goes beyond it fails.
import { gzipSync } from 'node:zlib';

/** Bytes of packed JavaScript until the page shows a run, worker and data not counted. */
export const firstLoadLimit = 250 * 1024;
/** Loaded by every visit besides what the page names itself. */
const loadedAtOnce = ['src/app/charts/Plot.tsx'];

/** @returns {import('vite').Plugin} */
export function firstLoad() {
  return {
    name: 'first-load',
    apply: (config, { command }) => command === 'build' && !config.build?.ssr,
    generateBundle(_, bundle) {
      const chunks = Object.values(bundle).filter((file) => file.type === 'chunk');
      /** @type {Set<string>} */
      const names = new Set();
      /** @param {string} name */
      const add = (name) => {
        const chunk = bundle[name];
        if (names.has(name) || chunk?.type !== 'chunk') return;
        names.add(name);
        chunk.imports.forEach(add);
      };
      for (const { fileName, isEntry, facadeModuleId } of chunks)
        if (isEntry || loadedAtOnce.some((path) => facadeModuleId?.replaceAll('\\', '/').endsWith(path)))
          add(fileName);
      const sizes = [...names].map((name) => {
        const chunk = bundle[name];
        return { name, bytes: chunk?.type === 'chunk' ? gzipSync(chunk.code).length : 0 };
      });
      const total = sizes.reduce((sum, { bytes }) => sum + bytes, 0);
      if (total <= firstLoadLimit) return;
      const list = sizes.map(({ name, bytes }) => `${name} ${bytes}`).join(', ');
      this.error(
        `A first visit would load ${total} bytes of packed JavaScript (${list}); the limit is ${firstLoadLimit}. ` +
          'Import what is not shown at first only when it is asked for.',
      );
    },
  };
}
