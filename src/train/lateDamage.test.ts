import { beforeEach, expect, test } from 'vitest';
import { memoryFile, type ByteFile } from '../data/byteFile.ts';
import type { OpenSource } from '../data/source.ts';
import { idx, range } from '../testing/formatFiles.ts';
import { openSession, tiny } from '../testing/session.ts';
import { UserError } from '../util/assert.ts';
import type { TrainConfig } from './config.ts';

/** What happens when the images of a set on its way turn out to be damaged after training on the first ones began. */
const count = 12_000;
const config: TrainConfig = { ...tiny, dataset: 'mnist', trainSize: null, testSize: null, steps: 100_000 };
const images = idx([count, 28, 28], range(784 * count, 7));
const damage = new UserError('train-images-idx3-ubyte is damaged.');

let release: () => void;
let released: Promise<void>;
beforeEach(() => void (released = new Promise((resolve) => (release = resolve))));

function files(trainImages: ByteFile): OpenSource {
  const labels = (size: number) =>
    idx(
      [size],
      range(size).map((i) => i % 10),
    );
  return {
    format: 'idx',
    files: [
      { role: 'trainImages', file: trainImages },
      { role: 'trainLabels', file: memoryFile('train-labels-idx1-ubyte', labels(count)) },
      { role: 'testImages', file: memoryFile('t10k-images-idx3-ubyte', idx([20, 28, 28], range(784 * 20))) },
      { role: 'testLabels', file: memoryFile('t10k-labels-idx1-ubyte', labels(20)) },
    ],
  };
}

const good = () => files(memoryFile('train-images-idx3-ubyte', images));

/** The second half does not come before the test says so, and then is none. */
const damaged = () => {
  const file = memoryFile('train-images-idx3-ubyte', images);
  return files({
    ...file,
    read: async (start, end) => {
      if (end < images.length / 2) return file.read(start, end);
      await released;
      throw damage;
    },
  });
};

/** A session that trains on the first half. */
async function train(opens: readonly (() => OpenSource | Error)[], isBetterThere: boolean) {
  const refused: unknown[] = [];
  let visits = 0;
  const opened = openSession({
    isGrowing: true,
    openSources: () => {
      const found = opens[visits++]!();
      return found instanceof Error ? Promise.reject(found) : Promise.resolve(found);
    },
    refuseSources: (error) => {
      refused.push(error);
      return Promise.resolve(isBetterThere && error === damage);
    },
  });
  const { session, all } = opened;
  await session.start(config, 3);
  session.play();
  await expect.poll(() => all('metrics').length, { timeout: 60_000 }).toBeGreaterThan(0);
  expect(all('grown').at(-1)!.count).toBeLessThan(count);
  expect(refused).toEqual([]);
  release();
  return { ...opened, refused };
}

test('a better mirror is taken and the run built anew from its start', async () => {
  const { session, all, events, refused } = await train([damaged, good], true);
  await expect.poll(() => all('ready').length, { timeout: 60_000 }).toBe(2);
  await expect.poll(() => all('grown').at(-1)!.count, { timeout: 60_000 }).toBe(count);
  await session.idle();
  expect(refused).toEqual([damage]);
  expect(all('status').at(-1)).toMatchObject({ status: 'paused', step: 0, runId: 3 });
  expect(all('error')).toEqual([]);
  // Nothing of the run on the damaged images is told any more.
  const second = events.indexOf(all('ready')[1]!);
  expect(events.slice(second).some(({ type }) => type === 'metrics')).toBe(false);
  session.advance(2);
  await session.idle();
  expect(all('status').at(-1)).toMatchObject({ status: 'paused', step: 2 });
});

test('without a better mirror the run ends with a sentence', async () => {
  const gone = new UserError('MNIST could not be had.');
  const { all, session } = await train([damaged, () => gone], true);
  await expect.poll(() => all('error').length, { timeout: 60_000 }).toBe(1);
  await session.idle();
  expect(all('error')).toEqual([{ type: 'error', runId: 3, message: 'MNIST could not be had.' }]);
  expect(all('ready')).toHaveLength(1);
});

test('images that do not come at all leave the run with those that did', async () => {
  const { all, session } = await train([damaged], false);
  await expect.poll(() => all('grown').at(-1)!.fault, { timeout: 60_000 }).toBe(damage.message);
  expect(all('grown').at(-1)!.count).toBeLessThan(count);
  expect(session.status).toBe('running');
  session.pause();
  await session.idle();
  expect([all('error'), all('ready').length]).toEqual([[], 1]);
});
