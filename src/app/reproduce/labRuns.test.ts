import { expect, test } from 'vitest';
import { defaultConfig, defaultLane } from '../../train/config.ts';
import { describeSettings } from '../../train/reproduce/request.ts';
import { parseResult } from '../../train/reproduce/result.ts';
import { cellOf } from '../../train/reproduce/table.ts';
import { Series } from '../store/curves.ts';
import type { ReadyEvent } from '../store/run.ts';
import { labResults, type LabRun } from './labRuns.ts';

const series = (...values: number[]) => {
  const made = new Series();
  made.write(0, values);
  return made;
};
const curves = (...accuracies: number[]) => ({
  testSteps: series(...accuracies.map((_, i) => 391 * (i + 1))),
  testLosses: series(...accuracies.map(() => 1)),
  testAccuracies: series(...accuracies),
});

const finished: LabRun = {
  config: { ...defaultConfig, model: 'resnet18', dataset: 'cifar10', epochs: 1 },
  run: {
    ready: { totalSteps: 391, trainSize: 50_000, testSize: 10_000 } as ReadyEvent,
    adapter: { vendor: 'mesa', architecture: '', description: 'llvmpipe', isFallback: true },
    seconds: 60,
    laneStops: [],
  },
  lanes: [curves(0.5), curves(0.625)],
  date: '2026-11-28T12:00:00.000Z',
};
const withConfig = (change: Partial<LabRun['config']>): LabRun => ({
  ...finished,
  config: { ...finished.config, ...change },
});

test('a finished run of the table gives a result for each lane, that can be kept and read again', () => {
  const results = labResults(finished);
  expect(results.map(({ accuracy }) => accuracy)).toEqual([0.5, 0.625]);
  const cell = { model: 'resnet18', dataset: 'cifar10', epochs: 1, settings: '' };
  expect(results.map(cellOf)).toEqual([
    { ...cell, lane: 'batch' },
    { ...cell, lane: 'deconv' },
  ]);
  for (const result of results)
    expect(parseResult(JSON.parse(JSON.stringify(result)), 'kept')).toEqual(result);
  expect(results[0]).toMatchObject({ adapter: 'mesa llvmpipe', seconds: 60, failure: null });
});

test('other models, data and lengths are not of the table, nor is a run before its end', () => {
  for (const change of [
    { model: 'lenet' },
    { dataset: 'glyphs-color' },
    { epochs: 2 },
    { steps: 391 },
  ] satisfies Partial<LabRun['config']>[])
    expect(labResults(withConfig(change)), JSON.stringify(change)).toEqual([]);
  const ready = { ...finished.run.ready!, totalSteps: 400 };
  expect(labResults({ ...finished, run: { ...finished.run, ready } })).toEqual([]);
});

test('what is not as in the paper stands beside the result', () => {
  const lanes = [defaultLane, { ...defaultLane, normalization: 'deconv', blockSize: 16 } as const];
  const run = { ...finished.run, ready: { ...finished.run.ready!, trainSize: 640 } };
  const other = withConfig({ width: 0.25, learningRate: 0.05, augment: false, lanes });
  expect(labResults({ ...other, run }).map(({ config }) => describeSettings(config))).toEqual([
    '640 training images, no augmentation, width 0.25, learning rate 0.05',
    '640 training images, no augmentation, width 0.25, learning rate 0.05, block size 16',
  ]);
});

test('a lane that broke off is one without accuracy', () => {
  const laneStops = [
    { type: 'laneStopped', runId: 1, lane: 1, step: 20, reason: 'Its loss is not finite.' } as const,
  ];
  const [whole, broken] = labResults({
    ...finished,
    run: { ...finished.run, laneStops },
    lanes: [curves(0.5), { ...curves(NaN), testSteps: series(NaN) }],
  });
  expect(whole?.accuracy).toBe(0.5);
  expect(broken).toMatchObject({ accuracy: null, failure: 'Its loss is not finite.', evaluations: [] });
});
