import { CommanderError } from 'commander';
import { describe, expect, test } from 'vitest';
import { defaultConfig, defaultLane } from '../train/config.ts';
import type { LaneSummary, ProbeEvent, SessionEvent } from '../train/events.ts';
import { fields } from '../train/fields.ts';
import { flagName, resolveConfig, trainCommand, type TrainOptions } from './options.ts';
import { duration } from '../util/format.ts';
import { Progress } from './progress.ts';
import { ReportCollector } from './report.ts';

async function parse(...args: string[]): Promise<TrainOptions> {
  let given: TrainOptions | undefined;
  const command = trainCommand((options) => {
    given = options;
    return Promise.resolve();
  });
  await command
    .exitOverride()
    .configureOutput({ outputError: () => undefined })
    .parseAsync(args, { from: 'user' });
  return given!;
}

describe('options', () => {
  test('become settings by key, as text', async () => {
    const options = await parse(
      '--learning-rate',
      '0.2',
      '--lanes',
      'none,deconv',
      '--nesterov',
      '--json',
      'x.json',
    );
    expect(options).toEqual({
      settings: { learningRate: '0.2', lanes: 'none,deconv', nesterov: 'true' },
      json: 'x.json',
      data: undefined,
      config: undefined,
      kernels: false,
    });
    expect(resolveConfig(options.settings)).toEqual({
      ...defaultConfig,
      learningRate: 0.2,
      nesterov: true,
      lanes: [
        { ...defaultLane, normalization: 'none' },
        { ...defaultLane, normalization: 'deconv' },
      ],
    });
  });

  test('win over the configuration file, and epochs over its steps', () => {
    expect(resolveConfig({ seed: '4' }, { seed: 3, steps: 10 })).toEqual({
      ...defaultConfig,
      seed: 4,
      steps: 10,
    });
    expect(resolveConfig({ epochs: '2' }, { steps: 10 })).toMatchObject({ steps: null, epochs: 2 });
  });

  test('that are unknown, incomplete or out of range are errors with the valid values', async () => {
    await expect(parse('--rate', '1')).rejects.toThrow(CommanderError);
    await expect(parse('--seed')).rejects.toThrow('argument missing');
    await expect(parse('surplus')).rejects.toThrow('too many arguments');
    expect(() => resolveConfig({ learningRate: '-1' })).toThrow(
      'Learning rate (--learning-rate) is "-1"; valid is a number from 0 to 100.',
    );
    expect(() => resolveConfig({ lanes: 'bach' })).toThrow('valid is one of none, batch, deconv');
    expect(() => resolveConfig({}, { sed: 1 })).toThrow('There is no setting sed');
  });

  test('are all in the help, with their defaults', () => {
    const help = trainCommand(() => Promise.resolve()).helpInformation();
    for (const { key } of fields) expect(help).toContain(`${flagName(key)} `);
    expect(help.match(/\(default:/g)).toHaveLength(fields.length + 8);
    expect(help.replace(/\s+/g, ' ')).toContain('(default: batch,deconv)');
  });
});

const summary = (name: string): LaneSummary => ({
  name,
  normalization: 'batch',
  parameters: 10,
  dispatchesPerStep: 5,
  bufferBytes: 1000,
});
const ready: SessionEvent = {
  type: 'ready',
  runId: 0,
  config: { ...defaultConfig, batchSize: 10 },
  lanes: [summary('A'), summary('B')],
  totalSteps: 20,
  stepsPerEpoch: 5,
  trainSize: 50,
  testSize: 10,
  classes: [],
  layers: [],
  shape: [1, 28, 28],
  notes: ['one row wraps'],
};
const metrics = (firstStep: number, losses: number[][], seconds: number): SessionEvent => ({
  type: 'metrics',
  runId: 0,
  firstStep,
  lanes: losses.map((values) => ({
    firstStep,
    learningRates: new Float32Array(values.length),
    losses: Float32Array.from(values),
    accuracies: Float32Array.from(values),
    gpuMsPerStep: 3,
  })),
  learningRates: new Float32Array(losses[0]!.length),
  seconds,
  imagesPerSecond: 1,
  msPerStep: 1000,
});
const evaluation = (step: number): SessionEvent => ({
  type: 'evaluation',
  runId: 0,
  step,
  laneSteps: [step, step],
  lanes: [{ loss: 0.5, accuracy: 0.75, confusion: new Uint32Array(4) }, null],
});

const indices = { deconvIndex: 0.62, weightIndex: -0.065, effectiveIndex: null };
/** What `--kernels` brings: lane A has stopped. */
const kernels = (side: number): SessionEvent => ({
  ...{ type: 'probe', runId: 0, watchId: 0, step: 3, lostMs: 0, analysisMs: 0, intervalMs: 0 },
  result: {
    kind: 'kernels',
    lanes: [null, { ...indices, weight: { rows: 0, columns: 0, side, values: new Float32Array() } }],
  } as unknown as ProbeEvent['result'],
});

describe('the report', () => {
  test('holds every step, the evaluations, and the rate without the first stretch', () => {
    const collector = new ReportCollector(defaultConfig);
    collector.collect(ready);
    collector.collect(
      metrics(
        0,
        [
          [4, 3],
          [4, NaN],
        ],
        100,
      ),
    );
    collector.collect(metrics(2, [[2], [NaN]], 102));
    collector.collect(evaluation(3));
    const [first, second] = collector.report.lanes;
    expect(first).toEqual({
      name: 'A',
      normalization: 'batch',
      parameters: 10,
      losses: [4, 3, 2],
      evaluations: [{ step: 3, accuracy: 0.75, loss: 0.5 }],
      gpuMsPerStep: 3,
      imagesPerSecond: 5,
      dispatchesPerStep: 5,
      bufferBytes: 1000,
    });
    expect(second).toMatchObject({ losses: [4], evaluations: [] });
    collector.collect(kernels(5));
    expect(collector.report.lanes.map((lane) => lane.kernels)).toEqual([undefined, indices]);
  });

  test('goes back where a rebuilt session goes back', () => {
    const collector = new ReportCollector(defaultConfig);
    collector.collect(ready);
    collector.collect(
      metrics(
        0,
        [
          [4, 3, 2.5],
          [4, 3, 2],
        ],
        1,
      ),
    );
    collector.collect(evaluation(3));
    collector.collect(
      metrics(
        1,
        [
          [3, 2.5],
          [3, 2],
        ],
        2,
      ),
    );
    collector.collect(evaluation(3));
    expect(collector.report.lanes.map(({ losses }) => losses)).toEqual([
      [4, 3, 2.5],
      [4, 3, 2],
    ]);
    expect(collector.report.lanes[0]!.evaluations).toHaveLength(1);
  });
});

describe('progress', () => {
  const shown = (isTTY: boolean) => {
    let text = '';
    let seconds = 0;
    const progress = new Progress({ write: (part: string) => (text += part), isTTY }, () => (seconds += 3));
    progress.show(ready);
    progress.show(metrics(0, [[4], [4]], 10));
    progress.show(evaluation(1));
    progress.show(metrics(1, [[3], [2]], 12));
    progress.show(
      metrics(
        2,
        [
          [3, 3],
          [2, 1],
        ],
        16,
      ),
    );
    return text;
  };

  test('is plain lines where there is no terminal', () => {
    const text = shown(false);
    expect(text).not.toContain('\r');
    expect(text).toContain('Note: one row wraps\n');
    expect(text).toContain('step 1 test: A batch 75.0 % loss 0.500 | B batch stopped\n');
    expect(text).toContain('4/20 20 % ETA 0:32 | loss A batch 3.00 (75.0 %), B batch 1.00 | 5.00 img/s\n');
  });

  test('tells the indices of kernels, where there are kernels', () => {
    let text = '';
    const progress = new Progress({ write: (part: string) => (text += part) });
    progress.show(ready);
    progress.show(kernels(5));
    progress.show(kernels(1));
    expect(text).toContain('step 3 centre-surround index: A batch stopped | B batch D 0.620, W −0.0650\n');
    expect(text).toContain('A batch stopped | B batch has no kernels\n');
  });

  test('redraws one line on a terminal, no wider than it', () => {
    const bars = shown(true).split('\r');
    expect(bars.some((bar) => bar.includes('█'))).toBe(true);
    expect(bars.at(-1)!.replace('\x1b[K', '').length).toBeLessThan(80);
  });

  test.each([
    [0.4, '0:00'],
    [61, '1:01'],
    [3723, '1:02:03'],
    [Infinity, '–'],
  ])('%d seconds read %s', (seconds, text) => expect(duration(seconds)).toBe(text));
});
