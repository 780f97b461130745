import { formatShape } from '../../engine/tensor.ts';
import type { Variables } from '../../engine/variables.ts';
import type { Normalization } from '../../nn/blocks.ts';
import type { ModelOptions } from '../../nn/models/model.ts';
import { buildModel } from '../../nn/models/table.ts';
import { sgd } from '../../nn/optimizers/sgd.ts';
import { isBatchCounter, stateDict } from '../../nn/stateDict.ts';
import { UserError } from '../../util/assert.ts';
import type { Attributes } from './attributes.ts';
import type { GoldenCase } from './cases.ts';
import type { CaseRunner } from './context.ts';
import { Fill } from './fill.ts';
import { train } from './trainer.ts';

/** A model of the table with parameters by formula, trained for some steps on one batch, and evaluated. */
const runModelTrain: CaseRunner = async (golden, context) => {
  const { attributes } = golden;
  const fill = new Fill(attributes.number('seed'));
  const model = attributes.text('model');
  const options = modelOptions(attributes);
  const [c = 1, h = 1, w = 1] = attributes.numbers('input_shape');
  const shape = [attributes.number('batch'), c, h, w] as const;
  const settings = {
    learningRate: attributes.number('lr'),
    momentum: attributes.number('momentum_sgd', 0),
    weightDecay: attributes.number('weight_decay', 0),
  };
  const result = await train(
    {
      build: (scope, input) => buildModel(model, scope, input, options),
      input: { shape, values: fill.input(shape) },
      labels: fill.labels(shape[0], options.classes),
      start: ({ name, kind, type }) => (kind === 'parameter' ? fill.parameter(name, type.shape) : null),
      optimizer: sgd(),
      steps: attributes.number('steps'),
      step: () => settings,
    },
    context,
  );
  const names = checkStateDict(golden, result.variables);
  const parameters = names.filter(({ kind }) => kind === 'parameter').map(({ name }) => name);
  const buffers = names.filter(({ kind }) => kind === 'state').map(({ name }) => name);
  const { gradients, initial, final } = result;
  return new Map<string, ArrayLike<number>>([
    ['logits', result.logits],
    ['losses', result.losses],
    ['logits_eval', result.evaluationLogits],
    // A parameter that takes no part has no gradient and does not move.
    ['grad_norms', parameters.map((name) => norm(gradients[name] ?? []))],
    ['grad_probes', parameters.map((name) => dot(gradients[name] ?? [], fill.uniform(`${name}#probe`)))],
    ['param_norms', parameters.map((name) => norm(final[name]!))],
    ['update_norms', parameters.map((name) => distance(final[name]!, initial[name]!))],
    ['buffer_norms', buffers.map((name) => norm(final[name]!))],
  ]);
};

function modelOptions(attributes: Attributes): ModelOptions {
  const optional = <Key extends string>(key: Key, attribute: string) =>
    attributes.has(attribute) ? ({ [key]: attributes.number(attribute) } as Record<Key, number>) : {};
  return {
    classes: attributes.number('num_classes'),
    normalization: normalizationOf(attributes.text('normalization')),
    ...optional('blockSize', 'block'),
    ...optional('linearBlockSize', 'block_fc'),
    ...optional('samplingStride', 'sampling_stride'),
    ...optional('iterations', 'n_iter'),
    ...optional('eps', 'eps'),
    ...optional('statisticsMomentum', 'momentum'),
    // Null says that the first layer is as all others, whatever the model's own default.
    ...optional('firstIterations', attributes.has('n_iter_first') ? 'n_iter_first' : 'n_iter'),
  };
}

function normalizationOf(text: string): Normalization {
  switch (text) {
    case 'none':
    case 'batch':
    case 'deconv':
      return text;
    default:
      throw new UserError(`normalization is "${text}"; known are none, batch, deconv`);
  }
}

type StateDictEntry = Readonly<{ name: string; kind: 'parameter' | 'state'; shape: string }>;

/** Demands the names, shapes and order of the case's `state_dict`, and returns its entries. */
function checkStateDict({ entry }: GoldenCase, variables: Variables): readonly StateDictEntry[] {
  const { state_dict: listed } = entry.json;
  if (!Array.isArray(listed)) throw new UserError(`${entry.name}: the index gives no state_dict`);
  const expected = listed.map(readStateDictEntry);
  const actual = stateDict(variables).map(({ name, kind, shape }): StateDictEntry => ({
    name,
    kind,
    shape: formatShape(shape),
  }));
  const count = Math.max(expected.length, actual.length);
  for (let i = 0; i < count; i++) {
    const [wanted, found] = [describe(expected[i]), describe(actual[i])];
    if (wanted !== found)
      throw new UserError(`${entry.name}: state_dict entry ${i} should be ${wanted}, the model has ${found}`);
  }
  // Not to be compared in number: here nothing needs a batch norm's count of its batches.
  return expected.filter(({ name }) => !isBatchCounter(name));
}

function readStateDictEntry(value: unknown): StateDictEntry {
  const [name, shape, kind] = Array.isArray(value) ? (value as unknown[]) : [];
  const isShape = Array.isArray(shape) && shape.every((size) => typeof size === 'number');
  if (typeof name !== 'string' || !isShape || (kind !== 'parameter' && kind !== 'buffer'))
    throw new UserError(`the state_dict entry ${JSON.stringify(value)} is not [name, shape, kind]`);
  return {
    name,
    kind: kind === 'buffer' ? 'state' : kind,
    shape: formatShape(shape),
  };
}

const describe = (entry: StateDictEntry | undefined) =>
  entry ? `${entry.kind} ${entry.name} ${entry.shape}` : 'nothing';

function dot(values: ArrayLike<number>, weight: (index: number) => number): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]! * weight(i);
  return sum;
}

function norm(values: ArrayLike<number>): number {
  return Math.sqrt(dot(values, (i) => values[i]!));
}

function distance(a: ArrayLike<number>, b: ArrayLike<number>): number {
  return norm(Float64Array.from(a, (value, i) => value - b[i]!));
}

export const modelRunners: Readonly<Record<string, CaseRunner>> = { model_train: runModelTrain };
