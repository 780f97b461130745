import { expect, test } from 'vitest';
import { roomForImages } from './room.ts';

const mebi = 1024 ** 2;

/** A device with `memory` bytes and bindings of 128 MiB. */
function fakeDevice(memory: number) {
  let used = 0;
  let isFull = false;
  const device = {
    limits: { maxStorageBufferBindingSize: 128 * mebi, maxBufferSize: 256 * mebi },
    pushErrorScope: () => (isFull = false),
    popErrorScope: () => Promise.resolve(isFull ? { message: 'no memory' } : null),
    createBuffer: ({ size }: { size: number }) => {
      isFull = used + size > memory;
      used += size;
      return { destroy: () => (used -= size) };
    },
  };
  return { device: () => Promise.resolve(device as unknown as GPUDevice), used: () => used };
}

test('all images fit where there is memory, and nothing stays allocated', async () => {
  const { device, used } = fakeDevice(2048 * mebi);
  expect(await roomForImages(device, 500_000, 3072)).toBe(500_000);
  expect(used()).toBe(0);
});

test('small sets are not tried out', async () => {
  expect(await roomForImages(fakeDevice(0).device, 60_000, 784)).toBe(60_000);
});

test('as many whole buffers as fit, less one for the networks', async () => {
  const { device, used } = fakeDevice(700 * mebi);
  const perBuffer = Math.floor((128 * mebi) / 3072);
  expect(await roomForImages(device, 500_000, 3072)).toBe(4 * perBuffer);
  expect(used()).toBe(0);
  expect(await roomForImages(fakeDevice(200 * mebi).device, 500_000, 3072)).toBe(perBuffer);
});
