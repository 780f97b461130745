import { expect, test } from 'vitest';
import { compile } from '../engine/compile.ts';
import { stretchesOf } from '../engine/stretches.ts';
import { buildNetwork } from './networks.ts';
import { phaseOf, phases } from './phases.ts';

const { graph, request } = buildNetwork({
  model: 'resnet18',
  batchSize: 4,
  imageShape: [3, 32, 32],
  options: { normalization: 'deconv', width: 0.25, blockSize: 16 },
});
const { dispatches } = compile(graph, request);

test('every kernel of deconvolution and convolution belongs to a phase', () => {
  for (const dispatch of dispatches) {
    const phase = phaseOf(dispatch);
    if (dispatch.kernel.startsWith('deconv/')) expect(phase, dispatch.kernel).not.toBe('other');
    if (dispatch.kernel.startsWith('conv/')) expect(phase, dispatch.kernel).toBe('conv');
  }
  expect(new Set(dispatches.map(phaseOf))).toEqual(new Set(phases));
});

test('stretches cover the program once and change phase at their borders', () => {
  const stretches = stretchesOf(dispatches, phaseOf);
  stretches.forEach(({ first, end, kind }, index) => {
    expect(first).toBe(stretches[index - 1]?.end ?? 0);
    expect(end).toBeGreaterThan(first);
    expect(kind).not.toBe(stretches[index - 1]?.kind);
  });
  expect(stretches.at(-1)!.end).toBe(dispatches.length);
});
