/** A picture of a chart that needs nothing of the page. */
export interface Picture {
  readonly text: string;
  readonly width: number;
  readonly height: number;
}

interface LegendEntry {
  readonly text: string;
  /** May be a variable of the theme. */
  readonly color: string;
  readonly dash: string | undefined;
}

/** What of an element's style shows in a chart. */
const drawn = [
  'fill',
  'stroke',
  'stroke-width',
  'stroke-opacity',
  'stroke-dasharray',
  'opacity',
  'font-size',
  'font-family',
  'text-anchor',
] as const;

const rowHeight = 20;
/** Of the title with the first row of the legend. */
const headHeight = 30;
/** Where rows of the legend begin and end. */
const edge = 16;

/** Places of legend entries of these widths: in rows, the first of which begins at `from` beside the title. */
export function placeLegend(
  widths: readonly number[],
  { from, within }: { readonly from: number; readonly within: number },
): { readonly x: number; readonly row: number }[] {
  let [left, row] = [from, 0];
  return widths.map((width) => {
    if (left > edge && left + width > within - edge) [left, row] = [edge, row + 1];
    const x = left;
    left += width;
    return { x, row };
  });
}

/** The plot with its title and legend, its styles written out, in the colours of the page as it is now. */
export function svgOf(plot: SVGSVGElement, title: string, legend: readonly LegendEntry[]): Picture {
  const { width, height } = plot.getBoundingClientRect();
  const copy = plot.cloneNode(true) as SVGSVGElement;
  const originals = plot.querySelectorAll('*');
  copy.querySelectorAll('*').forEach((element, i) => {
    const style = getComputedStyle(originals[i]!);
    for (const name of drawn) element.setAttribute(name, style.getPropertyValue(name));
  });
  const theme = getComputedStyle(document.documentElement);
  const color = (value: string) =>
    value.replace(/var\((--[\w-]+)\)/g, (_, name: string) => theme.getPropertyValue(name).trim());
  const font = getComputedStyle(document.body).fontFamily.replaceAll('"', "'");
  const places = placeLegend(
    legend.map(({ text }) => 44 + text.length * 7),
    { from: edge + title.length * 9 + 24, within: width },
  );
  const head = headHeight + rowHeight * (places.at(-1)?.row ?? 0);
  const entries = legend.map(({ text, color: paint, dash }, i) => {
    const { x, row } = places[i]!;
    const y = 15 + rowHeight * row;
    return (
      `<line x1="${x}" y1="${y}" x2="${x + 28}" y2="${y}" stroke="${color(paint)}" stroke-width="2.5"` +
      `${dash ? ` stroke-dasharray="${dash}"` : ''}/>` +
      `<text x="${x + 34}" y="${y + 4}" font-size="12" fill="${color('var(--muted)')}">${escapeXml(text)}</text>`
    );
  });
  const all = height + head;
  return {
    width,
    height: all,
    text:
      `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${all}" viewBox="0 0 ${width} ${all}" ` +
      `font-family="${font}"><rect width="100%" height="100%" fill="${color('var(--surface)')}"/>` +
      `<text x="${edge}" y="20" font-size="15" font-weight="650" fill="${color('var(--ink)')}">${escapeXml(title)}</text>` +
      `${entries.join('')}<g transform="translate(0 ${head})">${copy.innerHTML}</g></svg>`,
  };
}

/** The picture as PNG, with twice as many pixels each way. */
export async function pngOf({ text, width, height }: Picture, scale = 2): Promise<Blob> {
  const image = new Image(width * scale, height * scale);
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
  await image.decode();
  const canvas = new OffscreenCanvas(Math.round(width * scale), Math.round(height * scale));
  canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
  return canvas.convertToBlob({ type: 'image/png' });
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
