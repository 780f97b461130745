import { describe, expect, test } from 'vitest';
import { defaultConfig, defaultLane, type TrainConfig } from '../train/config.ts';
import { maxLayers } from '../nn/own/layerList.ts';
import { formatHash, parseHash } from './url.ts';

describe('the address', () => {
  test('is empty for the defaults', () => {
    expect(formatHash(defaultConfig)).toBe('');
    expect(parseHash('')).toEqual({ config: defaultConfig, problems: [] });
    expect(parseHash('#')).toEqual({ config: defaultConfig, problems: [] });
  });

  test('holds what differs from the defaults, versioned and readable', () => {
    const config: TrainConfig = {
      ...defaultConfig,
      model: 'vgg11',
      learningRate: 0.05,
      lanes: [defaultLane, { ...defaultLane, normalization: 'deconv', blockSize: 16, iterations: 7 }],
    };
    expect(formatHash(config)).toBe('#v=1&net=vgg11&lanes=batch,deconv:b=16:t=7&lr=0.05');
    expect(parseHash(formatHash(config))).toEqual({ config, problems: [] });
  });

  test('holds the converged mode, and no iterations with it', () => {
    const lane = { ...defaultLane, normalization: 'deconv', inverseSqrt: 'quintic' } as const;
    const config: TrainConfig = { ...defaultConfig, lanes: [defaultLane, lane] };
    expect(formatHash(config)).toBe('#v=1&lanes=batch,deconv:i=quintic');
    expect(parseHash(formatHash(config))).toEqual({ config, problems: [] });
    const ignored = { ...config, lanes: [defaultLane, { ...lane, iterations: 7 }] };
    expect(formatHash(ignored)).toBe(formatHash(config));
  });

  test('stays below 500 characters with every setting changed, and reads back the same', () => {
    const lane = {
      normalization: 'deconv',
      learningRate: 0.00012345,
      blockSize: 1024,
      linearBlockSize: 4096,
      samplingStride: 32,
      // The other one takes no iterations.
      inverseSqrt: 'newtonSchulz',
      iterations: 30,
      eps: 0.00012345,
      statisticsMomentum: 0.12345,
      gradientThroughDeconv: false,
      firstIterations: 30,
      groupedIterations: 30,
      freeze: false,
      modelBlocks: false,
      deconvPeriod: 1000,
    } as const;
    const config: TrainConfig = {
      version: 1,
      dataset: 'glyphs-color',
      model: 'own',
      width: 0.33333,
      depth: 0.33333,
      layers: Array.from({ length: maxLayers }, () => 'conv1024k11s4').join(','),
      lanes: [lane, lane, lane, lane],
      optimizer: 'adamw',
      learningRate: 0.00012345,
      momentum: 0.98765,
      nesterov: true,
      weightDecay: 0.00012345,
      schedule: 'multistep',
      warmupSteps: 100_000,
      loss: 'l2',
      labelSmoothing: 0.12345,
      batchSize: 4095,
      epochs: 9999,
      steps: 9_999_999,
      fairness: 'images',
      seed: 0xffff_fffe,
      trainSize: 9_999_999,
      testSize: 9_999_999,
      labelNoise: 0.12345,
      evalEvery: 9_999_999,
      stopAccuracy: 0.98765,
      stopPatience: 999,
      stopSeconds: 99_999,
      augment: false,
    };
    expect(formatHash(config).length).toBeLessThan(500);
    expect(parseHash(formatHash(config))).toEqual({ config, problems: [] });
  });

  test('holds the layers of an own network, and of no other', () => {
    const layers = 'conv8k5,maxpool2,residual16s2,mean,dropout50,linear32';
    const config: TrainConfig = { ...defaultConfig, model: 'own', layers };
    expect(formatHash(config)).toBe('#v=1&net=own&ly=c8k5,m2,r16s2,g,d50,l32');
    expect(parseHash(formatHash(config))).toEqual({ config, problems: [] });
    expect(parseHash(`#model=own&layers=${layers}`)).toEqual({ config, problems: [] });
    expect(formatHash({ ...config, model: 'lenet' })).toBe('');
  });

  test('stays below 500 characters with the longest list of layers', () => {
    const layers = Array.from({ length: maxLayers }, (_, i) => `conv${1024 - i}k11s4`).join(',');
    const config: TrainConfig = { ...defaultConfig, model: 'own', layers };
    expect(formatHash(config).length).toBeLessThan(250);
    expect(parseHash(formatHash(config))).toEqual({ config, problems: [] });
  });

  test('writes a lane like the one before it once', () => {
    const hash = '#v=1&lanes=deconv:b=8,=,batch,=';
    const { config, problems } = parseHash(hash);
    expect(problems).toEqual([]);
    expect(config.lanes.map(({ normalization, blockSize }) => [normalization, blockSize])).toEqual([
      ['deconv', 8],
      ['deconv', 8],
      ['batch', 64],
      ['batch', 64],
    ]);
    expect(formatHash(config)).toBe(hash);
  });

  test('understands full names and escapes', () => {
    const { config, problems } = parseHash('#learningRate=0.5&lanes=none%2Cdeconv%3AblockSize%3D8');
    expect(problems).toEqual([]);
    expect(config.learningRate).toBe(0.5);
    expect(config.lanes.map(({ normalization }) => normalization)).toEqual(['none', 'deconv']);
    expect(config.lanes[1]!.blockSize).toBe(8);
  });

  test.each([
    ['#lr=1e9', /^Learning rate .*1e9/],
    ['#bs=0', /^Batch size/],
    ['#ly=c8,x3', /^Layers .*Layer 2 is "x3"/],
    ['#ly=c8k4', /its window, written k1, is an odd number from 1 to 11/],
    ['#model=nonsense', /^Model .*"nonsense"/],
    ['#seed=%zz', /^Seed .*%zz/],
    ['#v=7', /version/],
    ['#colour=red', /colour/],
    ['#toString', /toString/],
  ])('%s falls back to the default with a sentence that names it', (hash, sentence) => {
    const { config, problems } = parseHash(hash);
    expect(config).toEqual(defaultConfig);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(sentence);
  });

  test('one bad value leaves the good ones', () => {
    const { config, problems } = parseHash('#v=1&lr=fast&seed=7');
    expect(problems).toHaveLength(1);
    expect(config).toEqual({ ...defaultConfig, seed: 7 });
  });
});
