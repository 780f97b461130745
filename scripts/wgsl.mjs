// Makes the shaders of a build small: comments and indentation are for readers of the sources.
import { readFile } from 'node:fs/promises';

/**
 * WGSL without comments, indentation and empty lines. Lines stay lines: includes and declarations are found by theirs.
 *
 * @param {string} source
 */
export function minifyWgsl(source) {
  return source
    .replace(/\/\*[^]*?\*\//g, '')
    .replace(/\/\/.*$/gm, '')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .join('\n');
}

/** @returns {import('vite').Plugin} */
export function smallShaders() {
  return {
    name: 'small-shaders',
    apply: 'build',
    // Before `?raw` makes a module of the text.
    enforce: 'pre',
    async load(id) {
      const [path = '', query] = id.split('?');
      if (!path.endsWith('.wgsl') || query !== 'raw') return null;
      this.addWatchFile(path);
      return `export default ${JSON.stringify(minifyWgsl(await readFile(path, 'utf8')))}`;
    },
  };
}
