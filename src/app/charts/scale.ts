/** Axis limits and ticks that stay put while curves grow, so that a live chart does not jitter. */
export interface Scale {
  readonly domain: readonly [number, number];
  readonly ticks: readonly number[];
}

/** The least of 1, 1.5, 2, 3, 4, 5, 6, 8 times a power of ten that is not below `value`. */
export function roundUpNicely(value: number): number {
  if (!(value > 0)) return 1;
  const power = 10 ** Math.floor(Math.log10(value) + 1e-12);
  const factor = [1, 1.5, 2, 3, 4, 5, 6, 8, 10].find((nice) => nice * power >= value * (1 - 1e-9)) ?? 10;
  return Number((factor * power).toPrecision(12));
}

/** Ticks at whole numbers only, about `count` of them. */
export function stepScale(high: number, count = 8): Scale {
  const scale = linearScale(0, high, Math.min(count, high));
  return { ...scale, ticks: scale.ticks.filter(Number.isInteger) };
}

/** From `low` to `high` with about `count` round ticks. */
export function linearScale(low: number, high: number, count = 5): Scale {
  const raw = (high - low) / count;
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = ([1, 2, 2.5, 5, 10].find((nice) => nice * power >= raw * (1 - 1e-9)) ?? 10) * power;
  const ticks: number[] = [];
  for (let i = Math.ceil(low / step - 1e-9); i * step <= high * (1 + 1e-9); i++)
    ticks.push(Number((i * step).toPrecision(12)));
  return { domain: [low, high], ticks };
}

/** Whole powers of ten around the values, with 2 and 5 between them where there is room. */
export function logScale(low: number, high: number): Scale {
  const bottom = Math.max(low, high * 1e-8, 1e-30);
  const multiples = [1, 2, 5];
  const candidates: number[] = [];
  for (let power = Math.floor(Math.log10(bottom)); power <= Math.ceil(Math.log10(high)); power++)
    for (const multiple of multiples) candidates.push(Number((multiple * 10 ** power).toPrecision(3)));
  const first = candidates.findLastIndex((tick) => tick <= bottom * (1 + 1e-9));
  const last = candidates.findIndex((tick) => tick >= high * (1 - 1e-9) && tick > bottom);
  const ticks = candidates.slice(Math.max(0, first), last < 0 ? undefined : last + 1);
  const domain: [number, number] = [ticks[0] ?? bottom, ticks.at(-1) ?? high];
  return {
    domain,
    ticks: ticks.length > 8 ? ticks.filter((tick) => /^1(e|$|0)|^0\.0*1$/.test(String(tick))) : ticks,
  };
}

export function isSameScale(a: Scale, b: Scale): boolean {
  return a.domain.join() === b.domain.join() && a.ticks.join() === b.ticks.join();
}
