import { afterEach, expect, test, vi } from 'vitest';
import { PassClock } from '../gpu/timing.ts';
import { lane, openSession, tiny } from '../testing/session.ts';
import type { TrainConfig } from './config.ts';
import { stepParts } from './events.ts';
import { SplitTimer } from './splitTimer.ts';

const config: TrainConfig = { ...tiny, lanes: [lane('none'), lane('deconv')], steps: 6 };

afterEach(() => {
  vi.restoreAllMocks();
});

/** Plays `config` with steps measured always or never; `tellsNothing`: the GPU has a clock that stands still. */
async function play(isMeasured: boolean, { tellsNothing = false } = {}) {
  vi.spyOn(SplitTimer.prototype, 'isDue').mockReturnValue(isMeasured);
  const time = Reflect.get(PassClock.prototype, 'time');
  if (tellsNothing)
    vi.spyOn(PassClock.prototype, 'time').mockImplementation(async function (this: PassClock, passes) {
      await time.call(this, passes);
      return null;
    });
  const opened = openSession();
  await opened.play(config);
  vi.restoreAllMocks();
  return opened;
}

test('a measured step computes the same bits, and every part of every lane takes some time', async () => {
  const plain = await play(false);
  expect(plain.all('stepSplit')).toEqual([]);
  for (const tellsNothing of [false, true]) {
    const measured = await play(true, { tellsNothing });
    for (const [index] of config.lanes.entries()) {
      expect(measured.losses(index)).toEqual(plain.losses(index));
      expect(await measured.session.exportLane(index)).toEqual(await plain.session.exportLane(index));
    }
    expect(measured.all('evaluation')).toEqual(plain.all('evaluation'));
    const splits = measured.all('stepSplit');
    expect(splits.length).toBeGreaterThan(2);
    const { by, lanes } = splits.at(-1)!;
    if (tellsNothing) expect(by).toBe('completion');
    for (const split of lanes)
      for (const part of stepParts) expect(split![part], `${by}: ${part}`).toBeGreaterThan(0);
  }
});

test('a run is measured soon after its start, and seldom then; lanes that step apart by themselves', async () => {
  for (const fairness of ['steps', 'time'] as const) {
    const { play: run, all, losses } = openSession();
    await run({ ...config, steps: 30, fairness });
    const splits = all('stepSplit');
    expect(splits.length).toBeGreaterThan(0);
    expect(splits.length).toBeLessThan(losses().length / 2);
    expect(splits[0]!.step).toBe(3);
    expect(splits.at(-1)!.lanes).not.toContain(null);
  }
});

test('measuring a step allocates nothing on the GPU', async () => {
  vi.spyOn(SplitTimer.prototype, 'isDue').mockReturnValue(true);
  const take = vi.spyOn(SplitTimer.prototype, 'take');
  const { session, gpus } = openSession();
  await session.start(config);
  const { device } = gpus[0]!;
  const created = [
    vi.spyOn(device, 'createBuffer'),
    vi.spyOn(device, 'createQuerySet'),
    vi.spyOn(device, 'createBindGroup'),
  ];
  session.play();
  await session.idle();
  expect(take.mock.calls.length).toBeGreaterThan(2);
  for (const spy of created) expect(spy).not.toHaveBeenCalled();
});
