import { describe, expect, test } from 'vitest';
import { convergedSchedule, minimaxQuintic, quinticSchedule, type Quintic } from './minimaxQuintic.ts';

const valueAt = ({ a, b, c }: Quintic, x: number) => x * (a + x * x * (b + c * x * x));

/** From `lower` to `upper`, evenly on a logarithmic scale. */
const grid = (lower: number, upper: number, count = 20_001) =>
  Array.from({ length: count }, (_, i) => lower * (upper / lower) ** (i / (count - 1)));

describe('a minimax quintic', () => {
  // An odd quintic has three coefficients: four alternating extremes prove that none is nearer (Chebyshev).
  test.each([
    [0.0003, 1],
    [0.1, 1],
    [0.4, 1.6],
    [0.9, 1.1],
  ])('takes its largest error on [%d, %d] four times, with alternating signs', (lower, upper) => {
    const quintic = minimaxQuintic(lower, upper);
    const errors = grid(lower, upper).map((x) => 1 - valueAt(quintic, x));
    expect(Math.max(...errors.map(Math.abs)) / quintic.error).toBeCloseTo(1, 6);
    const extremes = errors.filter((error) => Math.abs(error) > 0.999 * quintic.error).map(Math.sign);
    expect(extremes.filter((sign, i) => sign !== extremes[i - 1])).toEqual([1, -1, 1, -1]);
  });

  test('becomes the Padé-like one on a narrow interval', () => {
    const { a, b, c } = minimaxQuintic(0.99, 1.01);
    expect(a).toBeCloseTo(15 / 8, 3);
    expect(b).toBeCloseTo(-10 / 8, 3);
    expect(c).toBeCloseTo(3 / 8, 3);
  });
});

describe('a schedule', () => {
  const compose = (schedule: readonly Quintic[], x: number) =>
    schedule.reduce((value, quintic) => valueAt(quintic, value), x);

  test('takes its whole interval to 1', () => {
    const schedule = quinticSchedule({ lower: 0.05, tolerance: 1e-3 });
    for (const x of grid(0.05, 1)) expect(Math.abs(1 - compose(schedule, x))).toBeLessThan(1e-3);
    const shorter = schedule.slice(0, -1);
    expect(Math.max(...grid(0.05, 1).map((x) => Math.abs(1 - compose(shorter, x))))).toBeGreaterThan(1e-3);
  });

  test('of the inverse square root has five steps, and a slope that rounding survives', () => {
    expect(convergedSchedule).toHaveLength(5);
    for (const x of grid(1e-2, 1)) expect(Math.abs(1 - compose(convergedSchedule, x))).toBeLessThan(1e-5);
    const slope = compose(convergedSchedule, 1e-9) / 1e-9;
    expect(slope ** 2 * 2 ** -24).toBeLessThan(0.01);
    // Below the interval it climbs to 1 and no further.
    const below = grid(1e-8, 1e-2).map((x) => compose(convergedSchedule, x));
    expect(below.every((value, i) => value > (below[i - 1] ?? 0) && value < 1.00001)).toBe(true);
  });
});
