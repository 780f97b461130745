// node scripts/compareLanes.mjs RUN.json [RUN.json...]: the lanes of `npm run train -- --json RUN.json` as rows of a Markdown
// table, with the time of a step in steps of the run's first lane.
import { readFileSync } from 'node:fs';

/** @typedef {{ losses: (number | null)[], evaluations: { step: number, accuracy: number }[], gpuMsPerStep: number }} Lane */
/** @typedef {{ model: string, dataset: string, lanes: Record<string, unknown>[] }} Config */
/** @typedef {{ config: Config, lanes: Lane[] }} Run */

const files = process.argv.slice(2);
if (files.length === 0) {
  console.error('Usage: node scripts/compareLanes.mjs RUN.json [RUN.json...]');
  process.exit(1);
}

console.log('| network | lane | loss, last 20 steps | test accuracy | time of a step |');
console.log('| --- | --- | ---: | ---: | ---: |');
for (const file of files) {
  /** @type {Run} */
  const { config, lanes } = JSON.parse(readFileSync(file, 'utf8'));
  const steps = Math.max(...lanes.map(({ losses }) => losses.length));
  lanes.forEach((lane, i) => {
    const last = lane.losses.slice(-20).map((loss) => loss ?? NaN);
    const loss = last.reduce((sum, value) => sum + value, 0) / last.length;
    const accuracy = lane.evaluations.findLast(({ step }) => step === steps)?.accuracy;
    const cells = [
      `${config.model}, ${config.dataset}, ${steps} steps`,
      name(config, i),
      accuracy === undefined ? `not finite after ${lane.losses.length} steps` : loss.toFixed(3),
      accuracy === undefined ? '' : `${(100 * accuracy).toFixed(1)} %`,
      `${(lane.gpuMsPerStep / (lanes[0]?.gpuMsPerStep ?? NaN)).toFixed(2)}×`,
    ];
    console.log(`| ${cells.join(' | ')} |`);
  });
}

/**
 * The normalisation, and the options in which the run's lanes of this kind differ.
 *
 * @param {Config} config
 * @param {number} index
 */
function name({ lanes }, index) {
  const lane = lanes[index] ?? {};
  const alike = lanes.filter(({ normalization }) => normalization === lane.normalization);
  const own = Object.keys(lane).filter((key) => alike.some((other) => other[key] !== lane[key]));
  const words = [lane.normalization, ...own.map((key) => `${key}=${String(lane[key])}`)];
  return words.map((text) => `\`${String(text)}\``).join(' ');
}
