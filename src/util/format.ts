/** Numbers as the product writes them: three significant digits, units, a true minus sign, "–" for what is unknown. */

export const unknown = '–';

/** `0.312`, `12.3`, `1230`, `4.56e-5`; trailing zeros stay, so that a changing number keeps its width. */
export function significant(value: number, digits = 3): string {
  if (Number.isNaN(value)) return unknown;
  if (!Number.isFinite(value)) return value > 0 ? '∞' : '−∞';
  if (value === 0) return '0';
  const size = Math.abs(value);
  // Rounding first: 999.6 has four digits before its point, not three.
  const rounded = Number(size.toPrecision(digits));
  const text =
    rounded >= 10 ** digits
      ? size >= 1e7
        ? size.toExponential(digits - 1)
        : size.toFixed(0)
      : rounded < 1e-3
        ? size.toExponential(digits - 1)
        : size.toPrecision(digits);
  return value < 0 ? `−${text}` : text;
}

/** A share of one as percent: `8.41 %`, `61.2 %`, `100 %`. */
export function percent(share: number): string {
  if (!Number.isFinite(share)) return unknown;
  return `${share >= 0.9995 ? '100' : share === 0 ? '0.00' : (share * 100).toFixed(share < 0.09995 ? 2 : 1)} %`;
}

/** Difference of two shares in points of percent, signed: `+7.7`, `−0.4`, `±0.0`. */
export function points(difference: number): string {
  if (!Number.isFinite(difference)) return unknown;
  const text = Math.abs(difference * 100).toFixed(1);
  return `${text === '0.0' ? '±' : difference < 0 ? '−' : '+'}${text}`;
}

/** `512 B`, `30.5 kB`, `12.3 MB`, `1.02 GB` (powers of 1000). */
export function bytes(count: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  const power = count < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(count) / 3));
  return `${power === 0 ? count.toFixed(0) : significant(count / 1000 ** power)} ${units[power]!}`;
}

/** Whole numbers in groups of three, parted by a narrow no-break space: `50 000`. */
export function grouped(count: number): string {
  return Math.round(count)
    .toString()
    .replace(/\B(?=(\d{3})+$)/g, '\u202f');
}

/** `0:07`, `12:34`, `1:02:03`. */
export function duration(seconds: number): string {
  if (!Number.isFinite(seconds)) return unknown;
  const whole = Math.max(0, Math.round(seconds));
  const [h, m, s] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const pad = (value: number) => String(value).padStart(2, '0');
  return h > 0 ? `${h}:${pad(m)}:${pad(s)}` : `${m}:${pad(s)}`;
}
