import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PlannedRun } from '../../train/reproduce/request.ts';
import { planRuns } from '../../train/reproduce/request.ts';
import { lane, tiny } from '../../testing/session.ts';
import { testGpu } from '../../testing/device.ts';
import { Progress } from '../progress.ts';
import { costOf, describeCost, estimateTime } from './estimate.ts';
import { ResultFolder } from './folder.ts';
import { assertData, parseRequest } from './reproduce.ts';
import { Runner } from './runner.ts';

const flags = {
  table: '1',
  models: 'vgg11',
  datasets: 'cifar10',
  epochs: '1',
  lanes: 'batch,deconv',
  seeds: '1',
};

describe('the request', () => {
  test('takes lists, and settings of a run', () => {
    expect(parseRequest({ ...flags, epochs: '20, 1', width: '0.25', trainSize: '5000' })).toEqual({
      models: ['vgg11'],
      datasets: ['cifar10'],
      epochs: [20, 1],
      lanes: ['batch', 'deconv'],
      seeds: 1,
      settings: { width: 0.25, trainSize: 5000 },
    });
  });

  test.each([
    [{ table: '2' }, '--table is 2'],
    [{ models: 'vgg11,vgg12' }, 'vgg12'],
    [{ models: ',' }, '--models names nothing'],
    [{ datasets: 'cifar' }, 'cifar'],
    [{ epochs: '1,0.5' }, '--epochs has 0.5'],
    [{ lanes: 'none' }, '--lanes has none; valid are batch, deconv.'],
    [{ seeds: '0' }, '--seeds has 0'],
    [{ width: 'wide' }, '(--width) is "wide"'],
    [{ trainSize: '-1' }, '(--train-size) is "-1"'],
  ])('%j names the value', (change, message) => {
    expect(() => parseRequest({ ...flags, ...change })).toThrow(message);
  });
});

test('the cost counts steps, forward and backward, and evaluations', () => {
  const [run] = planRuns(parseRequest({ ...flags, models: 'vgg16', lanes: 'batch' }));
  const cost = costOf([run!, run!]);
  expect(cost).toMatchObject({ runs: 2, steps: 2 * 391 });
  // PAPER §6: 40.1 billion multiply-adds forward for a batch of 128.
  const epoch = 40.1e9 * (3 * 391 + 10_000 / 128);
  expect(cost.multiplyAdds / (2 * epoch)).toBeCloseTo(1, 2);
  expect(describeCost([run!])).toMatch(/^1 run, 391 steps, 50\.\d · 10¹² multiply-adds/);
  expect(describeCost([])).toBe('none');
});

test('the data of every run are looked for at once, but generated ones', async () => {
  const runs = planRuns(parseRequest({ ...flags, datasets: 'cifar10,cifar100', seeds: '2' }));
  const asked: string[] = [];
  const openSources = ({ name }: { readonly name: string }) => {
    asked.push(name);
    return name === 'cifar100'
      ? Promise.reject(new Error('no CIFAR-100'))
      : Promise.resolve({ format: 'cifar', files: [] } as const);
  };
  await expect(assertData(runs, openSources)).rejects.toThrow('no CIFAR-100');
  expect(asked).toEqual(['cifar10', 'cifar100']);
  await assertData(
    planRuns(parseRequest({ ...flags, models: 'resnet18', datasets: 'glyphs-color' })),
    openSources,
  );
  expect(asked).toHaveLength(2);
});

describe('runs', () => {
  let directory: string;
  beforeAll(async () => (directory = await mkdtemp(join(tmpdir(), 'reproduce-'))));
  afterAll(() => rm(directory, { recursive: true }));

  /** Three epochs of five steps on generated images. */
  const planned = (name: string): PlannedRun => ({
    ...{ model: 'linear', dataset: 'glyphs', epochs: 3, lane: 'deconv', seed: 0, name },
    config: { ...tiny, evalEvery: null, steps: null, epochs: 3, lanes: [lane('deconv')] },
  });

  /** A process of its own; it is interrupted when it says `word`. */
  async function runIn(folder: ResultFolder, run: PlannedRun, word?: string) {
    let text = '';
    const output = {
      write: (line: string) => {
        text += line;
        if (word !== undefined && line.includes(word)) runner.interrupt();
      },
    };
    const runner: Runner = new Runner({
      folder,
      progress: new Progress(output),
      requestDevice: testGpu,
      openSources: () => Promise.reject(new Error('no files here')),
    });
    const result = await runner.train(run);
    runner.destroy();
    return { result, text };
  }

  test('that are interrupted go on from their checkpoint and end as if they had not been', async () => {
    const folder = await ResultFolder.open(join(directory, 'resume'));
    const whole = (await runIn(folder, planned('whole'))).result!;
    expect(whole).toMatchObject({ failure: null, interruptions: 0 });
    expect(whole.evaluations.map(({ step }) => step)).toEqual([5, 10, 15]);
    expect(whole.accuracy).toBe(whole.evaluations[2]!.accuracy);

    const run = planned('parts');
    expect((await runIn(folder, run, 'step 5 test')).result).toBeNull();
    expect(await readdir(folder.path)).toEqual(['parts.state.safetensors', 'whole.json']);
    expect((await folder.checkpoint(run))!.evaluations).toEqual(whole.evaluations.slice(0, 1));
    await expect(folder.checkpoint({ ...run, config: { ...run.config, width: 0.5 } })).rejects.toThrow(
      /parts\.state\.safetensors is of another run \(width is 1 there, 0\.5 here\)/,
    );

    const { result, text } = await runIn(folder, run);
    expect(text).toContain('Going on at step 5.');
    expect(result!.evaluations).toEqual(whole.evaluations);
    expect(result).toMatchObject({ accuracy: whole.accuracy, interruptions: 1 });
    expect(await readdir(folder.path)).toEqual(['parts.json', 'whole.json']);

    const found = await folder.results([planned('whole'), run, planned('other')]);
    expect(found).toEqual(
      new Map([
        ['whole', whole],
        ['parts', result],
      ]),
    );
    await writeFile(join(folder.path, 'notes.json'), '[]');
    const { others, faults } = await folder.otherResults([run]);
    expect(others).toEqual([whole]);
    expect(faults).toEqual([expect.stringContaining('notes.json')]);
    await expect(folder.results([{ ...run, config: { ...run.config, batchSize: 16 } }])).rejects.toThrow(
      'batchSize is 8 there, 16 here',
    );
  });

  test('whose loss is lost are kept as such', async () => {
    const folder = await ResultFolder.open(join(directory, 'lost'));
    const run = planned('hot');
    const hot = { learningRate: 100, loss: 'l2', lanes: [lane('none')], epochs: 40 } as const;
    const { result } = await runIn(folder, { ...run, config: { ...run.config, ...hot } });
    expect(result).toMatchObject({ accuracy: null });
    expect(result!.failure).toContain('no longer a finite number');
    expect(JSON.parse(await readFile(join(folder.path, 'hot.json'), 'utf8'))).toEqual(result);
  });

  test('are estimated from a few steps on this adapter', async () => {
    const lines: string[] = [];
    await estimateTime([planned('a'), planned('b')], {
      requestDevice: testGpu,
      openSources: () => Promise.reject(new Error('no files here')),
      progress: new Progress({ write: (text: string) => lines.push(text.trimEnd()) }),
    });
    expect(lines[0]).toBe('Compiling kernels …');
    expect(lines[1]).toMatch(/^linear, deconv: 2 runs, 30 steps, .* ms a step, about \d+:\d\d$/);
    expect(lines[2]).toMatch(/^About \d+:\d\d in all on this adapter\./);
  });

  test('cannot be kept where a file stands', async () => {
    const path = join(directory, 'file');
    await writeFile(path, '');
    await expect(ResultFolder.open(path)).rejects.toThrow(`--out ${path} cannot be made`);
  });
});
