// Leaves out of the page the scales of the chart library that no chart of the page has.

/** What the library asks for by name, so that no bundler can tell which are used; `scaleTime` alone brings two packages. */
const used = ['scaleLinear', 'scaleLog', 'scalePoint', 'scaleBand'];
const name = '\0chart-scales';

/** @returns {import('vite').Plugin} */
export function chartScales() {
  return {
    name: 'chart-scales',
    apply: 'build',
    enforce: 'pre',
    resolveId: (id) => (id === 'victory-vendor/d3-scale' ? name : null),
    load: (id) => (id === name ? `export { ${used.join(', ')} } from 'd3-scale';` : null),
  };
}
