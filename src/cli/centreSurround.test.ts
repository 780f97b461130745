import { expect, test } from 'vitest';
import { sourcesIn } from '../data/openSources.ts';
import { lane, openSession } from '../testing/session.ts';
import { realData } from '../testing/realData.ts';
import { defaultConfig, type TrainConfig } from '../train/config.ts';
import { centreSurroundIndex } from '../train/probes/centreSurround.ts';
import type { KernelGrid } from '../train/probes/probe.ts';
import { decodeImages } from './decodeImages.ts';
import { directoryPlace } from './files.ts';

const config: TrainConfig = {
  ...defaultConfig,
  model: 'lenet',
  lanes: [lane('batch'), { ...lane('deconv'), firstIterations: 15, blockSize: 4, linearBlockSize: 8 }],
  batchSize: 64,
  trainSize: 640,
  testSize: 64,
  steps: 10,
};
const side = 5;

const kernelsOf = ({ values }: KernelGrid) =>
  Array.from({ length: values.length / side ** 2 }, (_, i) =>
    values.subarray(i * side ** 2, (i + 1) * side ** 2),
  );

/** Whether the four taps beside tap `at` all have the sign that it has not. */
const isSurrounded = (kernel: Float32Array, at: number) =>
  [at - side, at - 1, at + 1, at + side].every(
    (tap) => Math.sign(kernel[tap]!) === -Math.sign(kernel[at]!) && kernel[tap] !== 0,
  );

// Without the real files it is the generated images alone.
test.each(['glyphs', ...(realData === null ? [] : (['mnist'] as const))] as const)(
  'fifteen iterations make kernels of a centre of one sign in a surround of the other, on %s',
  async (dataset) => {
    const { session, play, all } = openSession({
      openSources: sourcesIn(directoryPlace(realData ?? '')),
      decodeImages,
    });
    await play({ ...config, dataset });
    await session.look({ kind: 'kernels', layer: 0 });
    await session.idle();
    const { step, result } = all('probe').at(-1)!;
    expect(step).toBe(10);
    if (result.kind !== 'kernels') throw new Error(`a look at ${result.kind}`);
    const [plain, whitened] = result.lanes;

    expect(whitened!.deconvIndex).toBeGreaterThan(0.5);
    const rows = kernelsOf(whitened!.taps!);
    expect(rows).toHaveLength(side ** 2);
    const middle = (side ** 2 - 1) / 2;
    expect(centreSurroundIndex(rows[middle]!)).toBeCloseTo(whitened!.deconvIndex!, 6);
    // Taps at the border of the window lack a part of their surround.
    for (const at of [6, 7, 8, 11, middle, 13, 16, 17, 18]) {
      const row = rows[at]!;
      expect(row[at]).toBe(Math.max(...row));
      expect(isSurrounded(row, at)).toBe(true);
    }

    expect(plain!.deconv).toBeNull();
    expect(Math.abs(plain!.weightIndex)).toBeLessThan(0.3);
    expect(kernelsOf(plain!.weight).filter((kernel) => isSurrounded(kernel, middle))).toHaveLength(0);
  },
);
