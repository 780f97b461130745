import { expect, test } from 'vitest';
import { findModel } from '../../nn/models/catalogue.ts';
import { defaultConfig } from '../config.ts';
import { paperTable, published, tableDatasets, tableEpochs } from './paperTable.ts';
import { planRuns, type ReproduceRequest } from './request.ts';
import { parseResult, type RunResult } from './result.ts';
import { markdown, tableRows, tableText } from './table.ts';

const request: ReproduceRequest = {
  models: ['vgg16'],
  datasets: ['cifar10'],
  epochs: [1],
  lanes: ['batch', 'deconv'],
  seeds: 2,
  settings: {},
};

const result = (accuracy: number | null, settings: ReproduceRequest['settings'] = {}): RunResult => ({
  version: 1,
  config: planRuns({ ...request, settings })[1]!.config,
  adapter: 'some GPU',
  date: '2026-11-25T12:00:00Z',
  seconds: 60,
  evaluations: [{ step: 391, accuracy: accuracy ?? 0, loss: 1 }],
  accuracy,
  failure: accuracy === null ? 'The loss was no longer a finite number.' : null,
  interruptions: 0,
});

test('the published table has the ten models, and deconvolution ahead in all sixty pairs', () => {
  const models = Object.keys(paperTable);
  expect(models).toHaveLength(10);
  for (const model of models) {
    expect(findModel(model).name).toBe(model);
    for (const dataset of tableDatasets)
      for (const epochs of tableEpochs) {
        const [batch, deconv] = ['batch', 'deconv'].map((lane) =>
          published({ model, dataset, epochs, lane }),
        );
        expect(deconv!.paper).toBeGreaterThan(batch!.paper!);
        expect(batch!.isSuspect).toBe(epochs === 100 || dataset === 'cifar100');
      }
  }
  const cell = { model: 'resnet18', dataset: 'cifar10', epochs: 1, lane: 'deconv' };
  expect(published(cell)).toEqual({ paper: 72.89, reproduction: 58.69, isSuspect: false });
  expect(published({ ...cell, model: 'vgg11' }).paper).toBeNull();
  expect(published({ ...cell, epochs: 5 }).paper).toBeNull();
});

test('a run is the paper’s recipe with one lane, and its name says which', () => {
  const runs = planRuns({ ...request, epochs: [20, 1], datasets: ['cifar10', 'cifar100'] });
  expect(runs).toHaveLength(16);
  expect(runs.slice(0, 3).map(({ name }) => name)).toEqual([
    'vgg16-cifar10-1-batch-0',
    'vgg16-cifar10-1-deconv-0',
    'vgg16-cifar10-1-batch-1',
  ]);
  const { config } = runs[3]!;
  expect(config).toEqual({
    ...defaultConfig,
    dataset: 'cifar10',
    model: 'vgg16',
    epochs: 1,
    seed: 1,
    lanes: [defaultConfig.lanes[1]],
  });
});

test('rows hold mean and standard deviation of the runs, and what has not run', () => {
  const cells = planRuns(request).map((run) => ({ ...run, settings: '' }));
  const rows = tableRows(cells, [result(0.72), result(0.74), result(null)]);
  expect(rows).toMatchObject([
    { lane: 'batch', paper: 14.12, reproduction: 14.38, ours: { mean: null, count: 0, failures: 0 } },
    { lane: 'deconv', paper: 74.18, reproduction: 74.2, ours: { count: 2, failures: 1 } },
  ]);
  expect(rows[1]!.ours.mean).toBeCloseTo(73, 9);
  expect(rows[1]!.ours.spread).toBeCloseTo(Math.SQRT2, 9);
  const text = markdown(rows).split('\n');
  expect(text).toContain('| VGG-16 | CIFAR-10 | 1 | batch norm | 14.12 | 14.38 | – | – |');
  expect(text).toContain(
    '| VGG-16 | CIFAR-10 | 1 | deconvolution | 74.18 | 74.20 | 73.00 ± 1.41 (2 runs); 1 broke off | −1.18 |',
  );
});

test('runs of other settings are rows of their own, with a note instead of a difference', () => {
  const rows = tableRows([], [result(0.72), result(0.4, { width: 0.25, trainSize: 5000 })]);
  expect(rows.map(({ settings }) => settings)).toEqual(['', '5000 training images, width 0.25']);
  const text = markdown(rows);
  expect(text).toContain('| 72.00 (1 run) | −2.18 |');
  expect(text).toContain('| 40.00 (1 run)¹ | – |');
  expect(text).toContain('¹ With 5000 training images, width 0.25: not the paper’s setting.');
});

test('runs of the reader have a column of their own, once there are any', () => {
  const cells = planRuns(request).map((run) => ({ ...run, settings: '' }));
  expect(tableText(tableRows(cells, [result(0.72)])).columns).not.toContain('Yours');
  const { columns, rows } = tableText(tableRows(cells, [result(0.72)], [result(0.75)]));
  expect(columns.slice(-3)).toEqual(['Ours', 'Difference', 'Yours']);
  expect(rows.map((row) => row.slice(-3))).toEqual([
    ['–', '–', '–'],
    ['72.00 (1 run)', '−2.18', '75.00 (1 run)'],
  ]);
});

test('a file that is no result says what is wrong with it', () => {
  const good = JSON.parse(JSON.stringify(result(0.5))) as Record<string, unknown>;
  expect(parseResult(good, 'a.json')).toEqual(result(0.5));
  const parse = (change: Record<string, unknown>) => () => parseResult({ ...good, ...change }, 'a.json');
  expect(parse({ version: 2 })).toThrow('a.json is not a run of npm run reproduce: it has no version 1.');
  expect(parse({ accuracy: 72 })).toThrow('its accuracy is 72');
  expect(parse({ accuracy: null })).toThrow('neither accuracy nor failure');
  expect(parse({ config: { ...result(0.5).config, model: 'vgg' } })).toThrow('a.json');
  expect(parse({ config: { ...result(0.5).config, lanes: 'batch,deconv' } })).toThrow('it has 2 lanes');
  expect(parse({ evaluations: [{ step: 1 }] })).toThrow('its evaluations');
  expect(() => parseResult([], 'a.json')).toThrow('a.json is not');
});
