import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { Fill } from './fill.ts';

interface FilledCase {
  readonly name: string;
  readonly attributes: {
    readonly seed: number;
    readonly batch: number;
    readonly input_shape: readonly [number, number, number];
    readonly num_classes: number;
  };
  readonly target: readonly number[];
  readonly state_dict: readonly (readonly [name: string, shape: readonly number[], kind: string])[];
  readonly fill_check: Readonly<Record<string, { readonly first: readonly number[]; readonly norm: number }>>;
}

const path = new URL('../../testing/golden/models/index.json', import.meta.url);
const { cases } = JSON.parse(readFileSync(path, 'utf8')) as { cases: FilledCase[] };

test.each(cases)('fills $name as its index says', ({ attributes, target, state_dict, fill_check }) => {
  const { seed, batch, input_shape, num_classes } = attributes;
  const fill = new Fill(seed);
  expect([...fill.labels(batch, num_classes)]).toEqual(target);
  expect(Object.keys(fill_check).length).toBeGreaterThan(1);
  for (const [name, { first, norm }] of Object.entries(fill_check)) {
    const shape = state_dict.find(([entry]) => entry === name)?.[1];
    const values = shape ? fill.parameter(name, shape) : fill.input([batch, ...input_shape]);
    expect([...values.subarray(0, first.length)]).toEqual(first);
    const sum = values.reduce((total, value) => total + value * value, 0);
    expect(Math.sqrt(sum) / norm).toBeCloseTo(1, 7);
  }
});
