import type { Tensor } from '../../engine/graph.ts';
import { add } from '../../engine/ops/add.ts';
import { batchInsteadOfDeconv } from '../blocks.ts';
import type { Scope } from '../scope.ts';
import { invertedBottleneck, invertedShortcut, invertedStages, rows, type Inverted } from './mobilenet.ts';
import { scaleChannels, type Model, type ModelOptions } from './model.ts';
import { classifier, freezing, squeezeAndExcite, stem } from './parts.ts';

const table = rows([
  [1, 16, 1, 2],
  [6, 24, 2, 1],
  [6, 40, 2, 2],
  [6, 80, 3, 2],
  [6, 112, 3, 1],
  [6, 192, 4, 2],
  [6, 320, 1, 2],
]);

/** An inverted bottleneck whose output y becomes gate(y) * y + shortcut; the shortcut of stride 2 is y itself. */
function efficientBlock(scope: Scope, input: Tensor, inverted: Inverted, options: ModelOptions): Tensor {
  scope.order('shortcut');
  const output = invertedBottleneck(scope, input, inverted, { depthwise: {}, projection: {} }, options);
  const shortcut =
    inverted.stride === 1 ? invertedShortcut(scope, input, inverted.outChannels, options) : output;
  return add(scope.graph, squeezeAndExcite(scope, output, options), shortcut);
}

/**
 * EfficientNet-B0 for small images, with 3x3 kernels and rectifiers throughout.
 *
 * @param isComplete deconvolution in the blocks, too; the authors' code has it in the first and the last layer only,
 *   and batch normalisation between (PAPER §1.8, item 8).
 */
export function efficientnetB0({ isComplete }: { isComplete: boolean }): Model {
  return (scope, input, options) => {
    const outChannels = scaleChannels(32, options.width);
    const first = stem(scope, input, { outChannels, deconv: freezing(10) }, options);
    const inner = isComplete ? options : batchInsteadOfDeconv(options);
    const block = (at: Scope, features: Tensor, inverted: Inverted) =>
      efficientBlock(at, features, inverted, inner);
    return classifier(scope, invertedStages(scope, first, { table, block }, options), 'linear', options);
  };
}
