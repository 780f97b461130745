import { expect, test } from 'vitest';
import { memoryFile } from '../data/byteFile.ts';
import { ArrivingFile } from '../data/delivery/arrivingFile.ts';
import { idx, openFile, range } from '../testing/formatFiles.ts';
import { UserError } from '../util/assert.ts';
import { defaultConfig } from './config.ts';
import { SessionData } from './sessionData.ts';

const config = { ...defaultConfig, dataset: 'mnist' };
const labels = (count: number) =>
  idx(
    [count],
    range(count).map((i) => i % 10),
  );

test('that the rest of a set does not come stays known for every run on it', async () => {
  const images = new ArrivingFile('train-images');
  const bytes = idx([3000, 28, 28], range(784 * 3000));
  images.expect(bytes.length);
  images.append(bytes.subarray(0, bytes.length * 0.7));
  const faults: (string | null)[] = [];
  let hear: () => void = () => undefined;
  const heard = new Promise<void>((resolve) => (hear = resolve));
  const data = new SessionData(
    {
      openSources: () =>
        Promise.resolve({
          format: 'idx',
          files: [
            { role: 'trainImages', file: images },
            openFile('trainLabels', 'train-labels', labels(3000)),
            { role: 'testImages', file: memoryFile('test-images', idx([20, 28, 28], range(784 * 20))) },
            openFile('testLabels', 'test-labels', labels(20)),
          ],
        }),
      decodeImages: () => Promise.reject(new Error('no decoder here')),
      isGrowing: true,
    },
    {
      onProgress: () => undefined,
      onGrowth: (_, fault) => {
        faults.push(fault);
        if (fault !== null) hear();
      },
      onRefused: () => Promise.resolve(),
      onFailure: () => undefined,
    },
  );
  const noDevice = () => new Promise<GPUDevice>(() => undefined);
  const { train } = await data.load(config, noDevice);
  expect(data.fault).toBeNull();
  images.fail(new UserError('The cable is cut.'));
  await heard;
  expect(faults.at(-1)).toBe('The cable is cut.');
  expect(data.fault).toBe('The cable is cut.');

  expect((await data.load(config, noDevice)).train).toBe(train);
  expect(data.fault).toBe('The cable is cut.');
  data.forget();
  expect(data.fault).toBeNull();
});
