import { expect, test, vi } from 'vitest';
import { testGpu } from '../testing/device.ts';
import { pausePolling } from './polling.ts';

const { setImmediate } = globalThis;

test("others' immediates run as they did: at once, with their arguments, unless cleared", async () => {
  const wait = vi.spyOn(Atomics, 'wait');
  pausePolling();
  try {
    const cleared = vi.fn();
    clearImmediate(globalThis.setImmediate(cleared));
    expect(await new Promise((done) => globalThis.setImmediate((a, b) => done([a, b]), 1, 'b'))).toEqual([
      1,
      'b',
    ]);
    expect(cleared).not.toHaveBeenCalled();
    expect(wait).not.toHaveBeenCalled();
  } finally {
    globalThis.setImmediate = setImmediate;
    wait.mockRestore();
  }
});

test('Dawn pauses between two looks while it waits for the GPU', async () => {
  const { device } = await testGpu();
  const wait = vi.spyOn(Atomics, 'wait');
  try {
    const start = performance.now();
    const fill = device.createBuffer({ size: 2 ** 26, usage: 8 }); // COPY_DST
    const encoder = device.createCommandEncoder();
    for (let i = 0; i < 20; i++) encoder.clearBuffer(fill);
    device.queue.submit([encoder.finish()]);
    await device.queue.onSubmittedWorkDone();
    const ms = performance.now() - start;
    fill.destroy();
    expect(wait).toHaveBeenCalled();
    expect(wait.mock.calls.length).toBeLessThan(10 * ms + 1);
  } finally {
    wait.mockRestore();
  }
});
