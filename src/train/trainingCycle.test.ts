import { expect, test } from 'vitest';
import { defaultLane } from './config.ts';
import { trainingCycle, programName } from './trainingCycle.ts';

const deconv = { ...defaultLane, normalization: 'deconv' } as const;

test('a lane trains with one graph, unless it asks for more', () => {
  for (const lane of [defaultLane, deconv, { ...defaultLane, deconvPeriod: 3 }]) {
    const cycle = trainingCycle({ model: 'lenet' }, lane);
    expect(cycle.modes.map(programName)).toEqual(['train']);
    expect([0, 1, 101, 999].map((step) => programName(cycle.at(step)))).toEqual(Array(4).fill('train'));
  }
});

test('D is computed in the first steps, then in every period-th, counted from 0', () => {
  const cycle = trainingCycle({ model: 'lenet' }, { ...deconv, deconvPeriod: 3 });
  expect(cycle.modes.map(programName)).toEqual(['train', 'trainReusing']);
  const steps = Array.from({ length: 56 }, (_, step) => cycle.at(step).reusesDeconv);
  expect(steps.slice(0, 50)).toEqual(Array(50).fill(false));
  expect(steps.slice(50)).toEqual([true, false, true, true, false, true]);
});

test('freezing and the period go their own ways, and every graph that a step asks for is there', () => {
  const cycle = trainingCycle({ model: 'vgg11' }, { ...deconv, deconvPeriod: 2 });
  const asked = new Set(Array.from({ length: 1010 }, (_, step) => programName(cycle.at(step))));
  expect([...asked].sort()).toEqual(cycle.modes.map(programName).sort());
  expect(programName(cycle.at(100))).toBe('train');
  expect(programName(cycle.at(101))).toBe('trainFrozenReusing');
  expect(programName(cycle.at(102))).toBe('trainFrozen');
});
