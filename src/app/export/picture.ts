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

const headHeight = 30;

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
  let left = 16 + title.length * 9 + 24;
  const entries = legend.map(({ text, color: paint, dash }) => {
    const x = left;
    left += 44 + text.length * 7;
    return (
      `<line x1="${x}" y1="15" x2="${x + 28}" y2="15" stroke="${color(paint)}" stroke-width="2.5"` +
      `${dash ? ` stroke-dasharray="${dash}"` : ''}/>` +
      `<text x="${x + 34}" y="19" font-size="12" fill="${color('var(--muted)')}">${escapeXml(text)}</text>`
    );
  });
  const all = height + headHeight;
  return {
    width,
    height: all,
    text:
      `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${all}" viewBox="0 0 ${width} ${all}" ` +
      `font-family="${font}"><rect width="100%" height="100%" fill="${color('var(--surface)')}"/>` +
      `<text x="16" y="20" font-size="15" font-weight="650" fill="${color('var(--ink)')}">${escapeXml(title)}</text>` +
      `${entries.join('')}<g transform="translate(0 ${headHeight})">${copy.innerHTML}</g></svg>`,
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
