import { describe, expect, test, vi } from 'vitest';
import { createDawn } from '../cli/dawn.ts';
import { parseSafetensors } from '../data/safetensors.ts';
import { requestGpu } from '../gpu/device.ts';
import { lane, openSession, tiny } from '../testing/session.ts';
import type { TrainConfig } from './config.ts';

describe('a run', () => {
  test('tells adapter, progress, readiness, metrics, evaluation and end', async () => {
    const { play, all, losses } = openSession();
    await play({ ...tiny, lanes: [lane('none'), lane('deconv')], evalEvery: 5 });
    expect(all('adapter')).toHaveLength(1);
    const [ready] = all('ready');
    expect(ready).toMatchObject({ totalSteps: 12, stepsPerEpoch: 5, trainSize: 40, testSize: 20 });
    expect(ready!.lanes.map(({ name, parameters }) => [name, parameters])).toEqual([
      ['A', 7850],
      ['B', 7850],
    ]);
    expect(losses()).toHaveLength(12);
    expect(all('evaluation').map(({ step }) => step)).toEqual([5, 10, 12]);
    expect(all('status').map(({ status }) => status)).toEqual(['preparing', 'paused', 'running', 'finished']);
    const last = all('metrics').at(-1)!;
    expect(last.seconds).toBeGreaterThan(0);
    expect(last.lanes.map(({ gpuMsPerStep }) => gpuMsPerStep > 0)).toEqual([true, true]);
    expect(last.learningRates.at(-1)).toBeLessThan(0.001);
    for (const { lanes } of all('metrics'))
      for (const { accuracies } of lanes) for (const share of accuracies) expect((share * 8) % 1).toBe(0);
  });

  test('starts near ln(classes) and learns a batch by heart', async () => {
    const { play, losses, all } = openSession();
    await play({
      ...tiny,
      model: 'lenet',
      lanes: [lane('none'), lane('batch')],
      trainSize: 8,
      steps: 60,
      learningRate: 0.05,
    });
    for (const index of [0, 1]) {
      expect(losses(index)[0]).toBeGreaterThan(Math.log(10) - 0.4);
      expect(losses(index)[0]).toBeLessThan(Math.log(10) + 0.4);
    }
    expect(losses(1).at(-1)).toBeLessThan(0.1);
    expect(all('metrics').at(-1)!.lanes[1]!.accuracies.at(-1)).toBe(1);
  });

  test('evaluates every test image once, short last batch included', async () => {
    const { play, all } = openSession();
    await play({ ...tiny, testSize: 70, batchSize: 4, trainSize: 8, steps: 1, learningRate: 0 });
    const [evaluation] = all('evaluation');
    const { loss, accuracy } = evaluation!.lanes[0]!;
    expect((accuracy * 70) % 1).toBeCloseTo(0, 6);
    expect(Math.abs(loss - Math.log(10))).toBeLessThan(0.5);
  });
});

describe('determinism', () => {
  const config: TrainConfig = { ...tiny, model: 'lenet', lanes: [lane('none'), lane('batch')], steps: 9 };

  test('the same seed gives the same bits, another seed does not', async () => {
    const [first, second, other] = [openSession(), openSession(), openSession()];
    await first.play(config);
    await second.play(config);
    await other.play({ ...config, seed: 1 });
    expect(second.losses(0)).toEqual(first.losses(0));
    expect(second.losses(1)).toEqual(first.losses(1));
    expect(second.all('evaluation')).toEqual(first.all('evaluation'));
    expect(other.losses(0)).not.toEqual(first.losses(0));
  });

  test('pauses, single steps and resuming change nothing', async () => {
    const whole = openSession();
    await whole.play(config);
    const parts = openSession();
    const { session } = parts;
    await session.start(config);
    session.advance(1);
    await session.idle();
    expect(session.status).toBe('paused');
    session.advance(3);
    session.pause();
    await session.idle();
    session.advance(2);
    await session.idle();
    session.play();
    await session.idle();
    expect(session.status).toBe('finished');
    expect(parts.losses(0)).toEqual(whole.losses(0));
    expect(parts.losses(1)).toEqual(whole.losses(1));
  });
});

describe('control', () => {
  test('a change of the learning rate holds from the next step on', async () => {
    const { session, losses, all } = openSession();
    await session.start({ ...tiny, schedule: 'constant', trainSize: 8 });
    session.advance(3);
    await session.idle();
    session.change({ learningRate: 0 });
    session.play();
    await session.idle();
    const rates = all('metrics').flatMap(({ learningRates }) => [...learningRates]);
    expect(rates.slice(0, 4)).toEqual([Math.fround(0.01), Math.fround(0.01), Math.fround(0.01), 0]);
    expect(losses()).toHaveLength(12);
  });

  test('a pace spreads the steps out and changes none; a pause does not wait for the next', async () => {
    const fast = openSession();
    await fast.play(tiny);
    const slow = openSession();
    const { session, losses } = slow;
    session.pace.set(1 / 600);
    await session.start(tiny);
    session.play();
    await vi.waitFor(() => expect(losses()).toHaveLength(1), { timeout: 30_000 });
    session.pause();
    await session.idle();
    expect(session.status).toBe('paused');
    session.advance(1);
    await session.idle();
    expect(losses()).toHaveLength(2);

    session.pace.set(20);
    const start = performance.now();
    session.play();
    await session.idle();
    expect(session.status).toBe('finished');
    // Ten steps, nine times apart.
    expect(performance.now() - start).toBeGreaterThan(9 * 50 - 5);
    expect(losses()).toEqual(fast.losses());
  });

  test('full speed takes effect while a step is waited for, and the wait is no training', async () => {
    const { session, losses, all } = openSession();
    session.pace.set(1 / 600);
    await session.start(tiny);
    const start = performance.now();
    session.play();
    await vi.waitFor(() => expect(losses()).toHaveLength(1), { timeout: 30_000 });
    await new Promise((resolve) => setTimeout(resolve, 300));
    session.pace.set(null);
    await session.idle();
    expect(all('metrics').at(-1)!.seconds).toBeLessThan((performance.now() - start - 300) / 1000);
    expect(session.status).toBe('finished');
    expect(losses()).toHaveLength(12);
  });

  test('stop ends a run for good, start begins a new one on the same device', async () => {
    const { session, all, gpus } = openSession();
    await session.start({ ...tiny, steps: 100_000 });
    session.play();
    await new Promise((resolve) => setTimeout(resolve, 50));
    session.stop();
    await session.idle();
    expect(session.status).toBe('stopped');
    session.play();
    expect(session.status).toBe('stopped');
    await session.start(tiny, 1);
    session.play();
    await session.idle();
    expect(session.status).toBe('finished');
    expect(all('status').at(-1)).toMatchObject({ runId: 1, step: 12 });
    expect(gpus).toHaveLength(1);
  });

  test('a newer start overtakes one that is still preparing', async () => {
    const { session, all } = openSession();
    const first = session.start(tiny, 1);
    const second = session.start(tiny, 2);
    await Promise.all([first, second]);
    expect(all('ready').map(({ runId }) => runId)).toEqual([2]);
  });

  test('names what does not go together before any work', async () => {
    const { session, gpus } = openSession();
    await expect(session.start({ ...tiny, lanes: [lane('batch')] })).rejects.toThrow('no variant "batch"');
    await expect(session.start({ ...tiny, model: 'vgg11' })).rejects.toThrow('at least 32x32 pixels');
    await expect(session.start({ ...tiny, model: 'lenett' })).rejects.toThrow('the models are linear, mlp');
    await expect(session.start({ ...tiny, dataset: 'cats' })).rejects.toThrow('glyphs');
    expect(gpus).toHaveLength(0);
    await expect(session.start({ ...tiny, batchSize: 64 })).rejects.toThrow('at most 40');
  });
});

test('exports a lane by its names in the state dict, exactly', async () => {
  const { session } = openSession();
  await session.start({ ...tiny, model: 'lenet', lanes: [lane('none'), lane('batch')] });
  const [first, second] = [await session.exportLane(0), await session.exportLane(1)].map((file) =>
    parseSafetensors(file),
  );
  expect([...first!.tensors.keys()].slice(0, 4)).toEqual([
    'conv1.weight',
    'conv1.bias',
    'conv2.weight',
    'conv2.bias',
  ]);
  const weight = first!.tensors.get('conv1.weight')!;
  expect(weight.shape).toEqual([6, 1, 5, 5]);
  // Lanes start from the same weights wherever their shapes agree.
  expect(second!.tensors.get('conv1.weight')).toEqual(weight);
  expect(second!.tensors.get('fc3.weight')).toEqual(first!.tensors.get('fc3.weight'));
  expect([...second!.tensors.get('bn1.running_var')!.data]).toEqual([1, 1, 1, 1, 1, 1]);
  expect(second!.metadata).toMatchObject({ lane: 'B', step: '0' });
  await expect(session.exportLane(2)).rejects.toThrow('no lane C');
});

test('a lane goes on from the weights of a file, which gives the same file again', async () => {
  const { session } = openSession();
  const config = { ...tiny, model: 'mlp', lanes: [lane('batch'), lane('deconv')], steps: 3 };
  await session.start(config);
  session.play();
  await session.idle();
  const files = [await session.exportLane(0), await session.exportLane(1)];
  const { tensors } = parseSafetensors(files[0]!);
  expect(tensors.get('layers.1.0.num_batches_tracked')).toEqual({
    dtype: 'I64',
    shape: [],
    data: BigInt64Array.of(3n),
  });
  expect(parseSafetensors(files[1]!).tensors.get('layers.0.0.running_mean1')!.shape).toEqual([32, 1]);

  await session.start({ ...config, seed: config.seed + 1 });
  for (const [index, file] of files.entries()) {
    const fresh = parseSafetensors(await session.exportLane(index)).tensors;
    await session.importLane(index, file);
    const saved = parseSafetensors(await session.exportLane(index)).tensors;
    for (const [name, tensor] of parseSafetensors(file).tensors)
      if (tensor.dtype === 'F32') expect(saved.get(name), name).toEqual(tensor);
    expect(fresh.get('linear.2.weight')).not.toEqual(saved.get('linear.2.weight'));
  }
  await expect(session.importLane(0, files[1]!, 'b.safetensors')).rejects.toThrow(
    /^b\.safetensors does not fit/,
  );
});

test('a GPU without enough memory is said with what the run needs and what would need less', async () => {
  const { session } = openSession({
    requestDevice: async () => {
      const gpu = await requestGpu(createDawn());
      const device = gpu.device;
      const pop = device.popErrorScope.bind(device);
      const pushed: GPUErrorFilter[] = [];
      device.pushErrorScope = new Proxy(device.pushErrorScope.bind(device), {
        apply: (push, self, [filter]: [GPUErrorFilter]) => {
          pushed.push(filter);
          Reflect.apply(push, self, [filter]);
        },
      });
      device.popErrorScope = async () => {
        const error = await pop();
        return pushed.pop() === 'out-of-memory' ? { message: 'the heap is full' } : error;
      };
      return gpu;
    },
  });
  await expect(session.start({ ...tiny, batchSize: 8 })).rejects.toThrow(
    /^The GPU has not enough memory for this run \(the heap is full\): linear needs about [\d.]+ [kMG]B at batch size 8 and width 1; it would need [\d.]+ [kMG]B at batch size 4, .* Fewer lanes or images need less, too\.$/,
  );
});

describe('endurance', () => {
  test('creates no buffer from step 2 on, and gives all of them back', async () => {
    const { session, losses } = openSession();
    await session.start({ ...tiny, steps: 500, evalEvery: 100 });
    session.advance(2);
    await session.idle();
    const before = { ...session.counter };
    session.play();
    await session.idle();
    expect(session.status).toBe('finished');
    expect(session.counter).toEqual(before);
    expect(losses()).toHaveLength(500);
    session.destroy();
    expect(session.counter.bytes).toBe(0);
    expect(session.counter.destroyed).toBe(session.counter.created);
  });

  test('a lane whose loss is not finite stops alone, with a sentence', async () => {
    const { play, all, losses } = openSession();
    // Least squares on raw pixels diverges at a rate that whitened ones bear.
    await play({
      ...tiny,
      lanes: [lane('none'), lane('deconv')],
      loss: 'l2',
      learningRate: 0.03,
      momentum: 0,
      schedule: 'constant',
      steps: 200,
    });
    const [stopped, ...others] = all('laneStopped');
    expect(others).toEqual([]);
    expect(stopped).toMatchObject({ lane: 0 });
    expect(stopped!.reason).toContain(`no longer a finite number at step ${stopped!.step}`);
    expect(losses(0)).toHaveLength(200);
    expect(losses(0).findIndex((loss) => !Number.isFinite(loss))).toBe(stopped!.step);
    expect(losses(0).slice(stopped!.step).every(Number.isNaN)).toBe(true);
    expect(losses(1).every(Number.isFinite)).toBe(true);
    expect(all('evaluation').at(-1)!.lanes[0]).toBeNull();
    expect(all('status').at(-1)).toMatchObject({ status: 'finished', step: 200 });
  });

  test('ends when every lane has stopped', async () => {
    const { play, all } = openSession();
    await play({ ...tiny, loss: 'l2', learningRate: 10, schedule: 'constant', steps: 1000 });
    expect(all('laneStopped')).toHaveLength(1);
    expect(all('status').at(-1)!.status).toBe('stopped');
    expect(all('evaluation')).toEqual([]);
  });

  test('goes on from its last snapshot after the device was lost', async () => {
    const config: TrainConfig = { ...tiny, model: 'lenet', lanes: [lane('batch')], steps: 12, evalEvery: 4 };
    const whole = openSession();
    await whole.play(config);

    let hasLost = false;
    const broken = openSession({
      requestDevice: () => requestGpu(createDawn()),
      onEvent: (event, session) => {
        if (event.type === 'evaluation' && event.step === 8 && !hasLost) {
          hasLost = true;
          broken.gpus[0]!.device.destroy();
        }
        if (event.type === 'deviceLost') void session.rebuild();
      },
    });
    await broken.play(config);
    expect(broken.all('deviceLost')).toMatchObject([{ step: 4 }]);
    expect(broken.gpus).toHaveLength(2);
    expect(broken.session.status).toBe('finished');
    expect(broken.losses()).toEqual(whole.losses());
    expect(broken.all('evaluation').at(-1)).toEqual(whole.all('evaluation').at(-1));
  });
});
