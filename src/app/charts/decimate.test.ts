import { describe, expect, test } from 'vitest';
import { Random } from '../../util/random.ts';
import { decimate as decimateTo, tableRows, type LaneTrace } from './decimate.ts';
import { smooth } from './smooth.ts';

const decimate = (lanes: readonly LaneTrace[]) => decimateTo(lanes, 300);

function trace(raw: Float32Array, test: number[] = [], testAt: number[] = []): LaneTrace {
  return { raw, smoothed: smooth(raw, 0.9), test: Float32Array.from(test), testAt };
}

function noise(steps: number, seed: number): Float32Array {
  const random = new Random(seed);
  return Float32Array.from({ length: steps }, () => random.uniform(1, 2));
}

describe('decimate', () => {
  test('keeps every value of a short run', () => {
    const raw = noise(40, 1);
    const rows = decimate([trace(raw, [1.5], [40]), trace(noise(40, 2), [1.25], [40])]);
    expect(rows).toHaveLength(41);
    expect(rows.slice(0, 40).map((row) => row.raw0)).toEqual([...raw]);
    expect(rows[40]).toEqual({ step: 40, test0: 1.5, test1: 1.25 });
  });

  test.each([261, 300, 301, 1000, 98_765])('gives at most 300 ascending rows for %d steps', (steps) => {
    const evaluated = Array.from({ length: 80 }, (_, i) => Math.ceil(((i + 1) * steps) / 80));
    const tests = evaluated.map((step) => step / steps);
    const rows = decimate([
      trace(noise(steps, 3), tests, evaluated),
      trace(noise(steps, 4), tests, evaluated),
    ]);
    expect(rows.length).toBeLessThanOrEqual(300);
    expect(rows.length).toBeGreaterThan(250);
    for (let i = 1; i < rows.length; i++) expect(rows[i]!.step).toBeGreaterThan(rows[i - 1]!.step);
    expect(rows.at(-1)).toMatchObject({ step: steps, test0: 1, test1: 1 });
  });

  test('loses no spike, up or down, of any lane', () => {
    const up = noise(20_000, 5);
    up[12_345] = 50;
    const down = noise(20_000, 6);
    down[777] = -50;
    const rows = decimate([trace(up), trace(down)]);
    expect(Math.max(...rows.map((row) => row.raw0 ?? -Infinity))).toBe(50);
    expect(Math.min(...rows.map((row) => row.raw1 ?? Infinity))).toBe(-50);
  });

  test('takes smoothed values at the rows’ own steps', () => {
    const lane = trace(noise(5000, 7));
    for (const row of decimate([lane])) expect(row.smooth0).toBe(lane.smoothed[row.step]);
  });

  test('ends the trace of a lane that stopped and leaves the other whole', () => {
    const stopped = noise(4000, 8).fill(NaN, 1000);
    const rows = decimate([trace(stopped), trace(noise(4000, 9))]);
    const last = Math.max(...rows.filter((row) => row.raw0 !== undefined).map((row) => row.step));
    expect(last).toBeLessThan(1000);
    expect(last).toBeGreaterThan(950);
    expect(rows.every((row) => row.raw1 !== undefined)).toBe(true);
    expect(rows.some((row) => row.step >= 1000 && ('raw0' in row || 'smooth0' in row))).toBe(false);
  });

  test('places a test at the steps its own lane had taken', () => {
    const rows = decimate([trace(noise(40, 1), [0.5], [40]), trace(noise(25, 2), [0.25], [25])]);
    expect(rows.filter((row) => row.test0 !== undefined).map(({ step }) => step)).toEqual([40]);
    expect(rows.filter((row) => row.test1 !== undefined).map(({ step }) => step)).toEqual([25]);
  });

  test('has no rows before the first step', () => expect(decimate([trace(new Float32Array())])).toEqual([]));
});

describe('tableRows', () => {
  test('keeps the first and last row and every evaluation', () => {
    const rows = decimate([trace(noise(5000, 10), [0.5, 0.75], [1234, 5000])]);
    const table = tableRows(rows, 1);
    expect(table.length).toBeLessThanOrEqual(26);
    expect(table[0]!.step).toBe(0);
    expect(table.at(-1)!.step).toBe(5000);
    expect(table.map((row) => row.test0).filter((value) => value !== undefined)).toEqual([0.5, 0.75]);
  });
});
