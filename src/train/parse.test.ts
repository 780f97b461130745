import { describe, expect, test } from 'vitest';
import { defaultConfig, defaultLane } from './config.ts';
import { fields } from './fields.ts';
import { laneFields } from './laneFields.ts';
import {
  compactConfig,
  describeDifference,
  formatLanes,
  parseConfig,
  parseConfigStrictly,
  parseLanes,
} from './parse.ts';

const deconv = { ...defaultLane, normalization: 'deconv' } as const;

describe('the table of fields', () => {
  test('names every setting once, with the default of the configuration', () => {
    expect(fields.map(({ key }) => key).sort()).toEqual(
      Object.keys(defaultConfig)
        .filter((key) => key !== 'version')
        .sort(),
    );
    for (const field of fields)
      expect([field.key, field.default]).toEqual([field.key, defaultConfig[field.key]]);
    expect(laneFields.map(({ key }) => key).sort()).toEqual(Object.keys(defaultLane).sort());
    for (const field of laneFields)
      expect([field.key, field.default]).toEqual([field.key, defaultLane[field.key]]);
  });

  test('holds defaults that are valid', () => {
    expect(parseConfig(defaultConfig)).toEqual({ config: defaultConfig, problems: [] });
  });
});

describe('parseConfig', () => {
  test('reads numbers, truth values and lanes from text', () => {
    const { config, problems } = parseConfig({
      learningRate: '0.05',
      batchSize: '32',
      augment: 'false',
      steps: '10',
      trainSize: 'null',
      lanes: 'none,deconv:blockSize=16:iterations=7',
    });
    expect(problems).toEqual([]);
    expect(config).toEqual({
      ...defaultConfig,
      learningRate: 0.05,
      batchSize: 32,
      augment: false,
      steps: 10,
      lanes: [
        { ...defaultLane, normalization: 'none' },
        { ...deconv, blockSize: 16, iterations: 7 },
      ],
    });
  });

  test.each([
    [{ learningRate: -1 }, 'Learning rate (learningRate) is -1; valid is a number from 0 to 100.'],
    [{ learningRate: 'fast' }, 'is "fast"'],
    [{ learningRate: NaN }, 'Learning rate'],
    [{ learningRate: null }, 'is null'],
    [{ batchSize: 12.5 }, 'a whole number from 1 to 4096'],
    [{ batchSize: '' }, 'is ""'],
    [{ model: 'lenett' }, 'one of linear, mlp,'],
    [{ nesterov: 'maybe' }, 'true or false'],
    [{ lanes: 'batch,batch,batch,batch,batch' }, '1 to 4 of none, batch, deconv'],
    [{ lanes: [] }, '1 to 4'],
    [{ lanes: 7 }, '1 to 4'],
    [{ lanes: 'bach' }, 'Normalisation (normalization) is "bach"; valid is one of none, batch, deconv.'],
    [{ lanes: 'deconv:blocksize=3' }, 'There is no lane option blocksize'],
    [{ lanes: 'deconv:iterations=0' }, 'a whole number from 1 to 30'],
    [{ lanes: 'deconv:inverseSqrt=cubic' }, 'one of newtonSchulz, quintic'],
    [{ speed: 1 }, 'There is no setting speed'],
    [{ version: 2 }, 'version 2'],
    ['nonsense', 'must be an object'],
    [null, 'must be an object'],
  ])('falls back from %j with one sentence', (input, sentence) => {
    const { config, problems } = parseConfig(input);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(sentence);
    expect(parseConfig(config).problems).toEqual([]);
    expect(() => parseConfigStrictly(input)).toThrow(sentence);
  });
});

test('names a few of many settings that do not exist, in one sentence', () => {
  const many = Object.fromEntries(Array.from({ length: 500 }, (_, i) => [`k${i}`.padEnd(200, 'x'), i]));
  const { problems } = parseConfig(many);
  expect(problems).toHaveLength(1);
  expect(problems[0]).toMatch(
    /^There is no setting k0x{32}x*\.\.\., k1x+\.\.\., k2x+\.\.\. and 497 others; known are/,
  );
  expect(problems[0]!.length).toBeLessThan(600);
});

test('a configuration survives its compact form', () => {
  const config = { ...defaultConfig, seed: 7, steps: 100, lanes: [{ ...deconv, eps: 1e-4 }, defaultLane] };
  const compact = compactConfig(config);
  expect(compact).toEqual([
    ['lanes', 'deconv:eps=0.0001,batch'],
    ['steps', '100'],
    ['seed', '7'],
  ]);
  expect(parseConfig(Object.fromEntries(compact))).toEqual({ config, problems: [] });
  expect(compactConfig(defaultConfig)).toEqual([]);
});

test('lanes survive their text', () => {
  const text = 'none,batch,deconv,deconv:blockSize=8:gradientThroughDeconv=false';
  const problems: string[] = [];
  expect(formatLanes(parseLanes(text, problems))).toBe(text);
  expect(problems).toEqual([]);
});

test('says what distinguishes lanes', () => {
  expect(describeDifference([defaultLane])).toBe('There is one network.');
  expect(describeDifference([defaultLane, { ...defaultLane, blockSize: 3 }])).toBe(
    'The networks are the same.',
  );
  expect(describeDifference([defaultLane, deconv])).toBe(
    'The networks differ only in normalisation: A batch norm; B network deconvolution.',
  );
  expect(describeDifference([deconv, { ...deconv, blockSize: 16, iterations: 7 }])).toBe(
    'The networks differ only in block size and iterations: ' +
      'A block size 64, iterations 5; B block size 16, iterations 7.',
  );
  // The converged mode takes no iterations.
  expect(describeDifference([deconv, { ...deconv, inverseSqrt: 'quintic', iterations: 7 }])).toBe(
    'The networks differ only in inverse square root: ' +
      'A inverse square root Newton-Schulz; B inverse square root quintic, converged.',
  );
});

test('says in words what options without a value mean, and which are on or off', () => {
  expect(describeDifference([defaultLane, { ...defaultLane, learningRate: 0.05 }])).toBe(
    "The networks differ only in learning rate: A the run's learning rate; B learning rate 0.05.",
  );
  expect(
    describeDifference([
      { ...deconv, firstIterations: null, groupedIterations: 3, freeze: true },
      { ...deconv, firstIterations: 15, groupedIterations: null, freeze: false },
    ]),
  ).toBe(
    'The networks differ only in iterations of the first layer, iterations of grouped layers and freeze the first layer: ' +
      "A the model's own iterations of the first layer, iterations of grouped layers 3, freeze the first layer: on; " +
      "B iterations of the first layer 15, the model's own iterations of grouped layers, freeze the first layer: off.",
  );
  expect(
    describeDifference([defaultLane, { ...deconv, learningRate: 0.5 }, { ...deconv, modelBlocks: false }]),
  ).toBe(
    'The networks differ only in normalisation, learning rate and block rules of the model: ' +
      "A batch norm, the run's learning rate; " +
      'B network deconvolution, learning rate 0.5, block rules of the model: on; ' +
      "C network deconvolution, the run's learning rate, block rules of the model: off.",
  );
});
