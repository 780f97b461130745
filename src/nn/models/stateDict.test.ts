import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { Graph } from '../../engine/graph.ts';
import { activation } from '../../engine/tensor.ts';
import { Variables } from '../../engine/variables.ts';
import type { Normalization } from '../blocks.ts';
import { Scope } from '../scope.ts';
import { buildModel } from './table.ts';

interface Digest {
  readonly model: string;
  readonly normalization: Normalization;
  readonly blockSize: number | null;
  readonly inputShape: readonly number[];
  readonly entries: number;
  readonly sha256: string;
}

const digests = JSON.parse(
  readFileSync(new URL('../../testing/golden/stateDictDigests.json', import.meta.url), 'utf8'),
) as Digest[];

/** `parameter conv1.weight 64,3,3,3`: lines of the state dict, in its order. PyTorch keeps some vectors as columns. */
function stateDict({
  model,
  normalization,
  blockSize,
  inputShape,
}: Omit<Digest, 'entries' | 'sha256'>): string[] {
  const variables = new Variables();
  const graph = new Graph();
  const scope = Scope.root({ graph, variables, mode: { training: true, frozen: false }, seed: 0 });
  const input = graph.external('input', activation(2, ...inputShape));
  buildModel(model, scope, input, { classes: 10, normalization, ...(blockSize !== null && { blockSize }) });
  return variables.all
    .filter(({ name }) => !name.endsWith('num_batches_tracked'))
    .map(({ name, kind, type: { shape } }) => {
      const end = Math.max(1, shape.findLastIndex((size) => size !== 1) + 1);
      return `${kind === 'parameter' ? kind : 'buffer'} ${name} ${shape.slice(0, end).join(',')}`;
    });
}

test.each(digests)(
  "$model with $normalization has the names, shapes and order of PyTorch's state dict",
  ({ entries, sha256, ...built }) => {
    const lines = stateDict(built);
    expect(lines).toHaveLength(entries);
    expect(createHash('sha256').update(lines.join('\n')).digest('hex')).toBe(sha256);
  },
);

test.each([
  [
    'resnet18d',
    ['parameter conv1.weight 64,3,7,7', 'buffer layer2.0.downsample.0.running_deconv 64,64'],
    ['parameter layer2.0.downsample.1.weight 128', 'parameter fc.bias 10'],
  ],
  [
    'densenet121d',
    [
      'parameter features.conv0.weight 64,3,7,7',
      'parameter features.denseblock1.denselayer1.conv2.weight 32,128,3,3',
    ],
    ['parameter features.transition3.conv.weight 512,1024', 'parameter classifier.weight 10,1024'],
  ],
  [
    'vgg11d',
    ['parameter features.0.weight 64,3,3,3', 'parameter features.13.weight 512,512,3,3'],
    ['parameter classifier.0.weight 4096,2048', 'parameter classifier.6.weight 10,4096'],
  ],
])('%s has the names of the ImageNet models', (model, first, last) => {
  const lines = stateDict({ model, normalization: 'deconv', blockSize: null, inputShape: [3, 64, 64] });
  for (const line of [...first, ...last]) expect(lines).toContain(line);
});
