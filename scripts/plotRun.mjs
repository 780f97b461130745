// node scripts/plotRun.mjs RUN.json OUT.svg: the training losses of `npm run train -- --json RUN.json` as a picture.
import { readFileSync, writeFileSync } from 'node:fs';

const [input, output] = process.argv.slice(2);
if (!input || !output) {
  console.error('Usage: node scripts/plotRun.mjs RUN.json OUT.svg');
  process.exit(1);
}

/** @typedef {{ name: string, normalization: string, losses: number[], evaluations: { accuracy: number }[] }} Lane */
/** @type {{ lanes: Lane[], adapter: { description: string } }} */
const run = JSON.parse(readFileSync(input, 'utf8'));

const [width, height, left, bottom, top, right] = [760, 340, 56, 48, 16, 16];
const labels = new Map([
  ['none', 'no normalisation'],
  ['batch', 'batch norm'],
  ['deconv', 'network deconvolution'],
]);
const strokes = new Map([
  ['none', { color: '#8a8f94', dash: '2 3' }],
  ['batch', { color: '#0F766E', dash: '' }],
  ['deconv', { color: '#A21CAF', dash: '7 4' }],
]);
const steps = Math.max(...run.lanes.map(({ losses }) => losses.length));
const smoothed = run.lanes.map(({ losses }) => smooth(losses));
/** Losses that axes end at and lines are drawn at, in rising order. */
const marks = [0.001, 0.01, 0.1, 1, 10].flatMap((decade) =>
  [1, 1.5, 2, 3, 5, 7].map((mark) => mark * decade),
);
const all = run.lanes.flatMap(({ losses }) => losses).filter(Number.isFinite);
const least = marks.findLast((mark) => mark <= Math.min(...all)) ?? 0.001;
const most = marks.find((mark) => mark >= Math.max(...all)) ?? 70;
/** @param {number} step */
const x = (step) => left + ((width - left - right) * step) / Math.max(1, steps - 1);
/** @param {number} loss */
const y = (loss) => {
  const share = Math.log(Math.min(most, Math.max(least, loss)) / least) / Math.log(most / least);
  return height - bottom - (height - bottom - top) * share;
};

/** Average whose start is not pulled towards zero. @param {readonly number[]} values */
function smooth(values) {
  let [sum, weight] = [0, 0];
  return values.map((value) => {
    [sum, weight] = [0.9 * sum + 0.1 * value, 0.9 * weight + 0.1];
    return sum / weight;
  });
}

/** @param {readonly number[]} losses */
const path = (losses) =>
  losses.map((loss, step) => `${step ? 'L' : 'M'}${x(step).toFixed(1)} ${y(loss).toFixed(1)}`).join('');

const within = marks.filter((mark) => mark >= least && mark <= most);
// Over many decades, lines at 1 and 3 alone.
const lines = within.length > 8 ? within.filter((mark) => /^[.0]*[13]0*$/.test(mark.toPrecision(1))) : within;
const grid = lines.map(
  (loss) =>
    `<line x1="${left}" x2="${width - right}" y1="${y(loss)}" y2="${y(loss)}" stroke="#d8dcdf"/>` +
    `<text x="${left - 8}" y="${y(loss) + 4}" text-anchor="end">${Number(loss.toPrecision(2))}</text>`,
);
const ticks = Array.from({ length: 5 }, (_, i) => Math.round((steps * i) / 4)).map(
  (step) => `<text x="${x(step)}" y="${height - bottom + 20}" text-anchor="middle">${step}</text>`,
);
const lanes = run.lanes.map(({ normalization, losses, evaluations }, i) => {
  const { color, dash } = strokes.get(normalization) ?? { color: '#000', dash: '' };
  const accuracy = evaluations.at(-1)?.accuracy;
  const tested = accuracy === undefined ? '' : `, test ${(100 * accuracy).toFixed(1)} %`;
  const legend = `${labels.get(normalization) ?? normalization}${tested}`;
  const row = top + 16 + 20 * i;
  return (
    `<path d="${path(losses)}" fill="none" stroke="${color}" stroke-opacity="0.22"/>` +
    `<path d="${path(smoothed[i] ?? [])}" fill="none" stroke="${color}" stroke-width="2.2" stroke-dasharray="${dash}"/>` +
    `<line x1="${width - 290}" x2="${width - 256}" y1="${row - 4}" y2="${row - 4}" stroke="${color}" stroke-width="2.2" stroke-dasharray="${dash}"/>` +
    `<text x="${width - 248}" y="${row}">${legend}</text>`
  );
});
writeFileSync(
  output,
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="system-ui, sans-serif" font-size="13" fill="#33383d">
<rect width="${width}" height="${height}" fill="#fff"/>
${[...grid, ...ticks, ...lanes].join('\n')}
<text x="${(left + width - right) / 2}" y="${height - 8}" text-anchor="middle">step</text>
<text transform="translate(16 ${(height - bottom + top) / 2}) rotate(-90)" text-anchor="middle">training loss</text>
</svg>
`,
);
