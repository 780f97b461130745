import { expect, test } from 'vitest';
import { parseSafetensors, writeSafetensors, type SafetensorsTensor } from '../data/safetensors.ts';
import { Graph } from '../engine/graph.ts';
import { pack, unpack } from '../engine/layout.ts';
import { activation } from '../engine/tensor.ts';
import { Variables } from '../engine/variables.ts';
import { buildModel } from '../nn/models/table.ts';
import { Scope } from '../nn/scope.ts';
import { stateDict, type StateDictEntry } from '../nn/stateDict.ts';
import { product } from '../util/math.ts';
import { readCheckpoint } from './checkpoint.ts';

const lenet = (normalization: 'batch' | 'deconv', classes = 10) => built('lenet', normalization, classes);

function built(model: string, normalization: 'batch' | 'deconv', classes = 10): Variables {
  const variables = new Variables();
  const graph = new Graph();
  const mode = { training: true, frozen: false };
  const scope = Scope.root({ graph, variables, mode, seed: 1 });
  buildModel(model, scope, graph.external('x', activation(2, 1, 28, 28)), { classes, normalization });
  return variables;
}

/** A file with a value of its own for every element. */
function fileOf(
  variables: Variables,
  change: (entries: [string, SafetensorsTensor][]) => void = () => undefined,
) {
  const entries = variables.all.map(({ name, type: { shape } }, i): [string, SafetensorsTensor] => [
    name,
    { dtype: 'F32', shape, data: Float32Array.from({ length: product(shape) }, (_, j) => i + j / 1024) },
  ]);
  change(entries);
  return writeSafetensors(entries);
}

test('every variable gets its own values, in the layout of the GPU', () => {
  const variables = lenet('deconv');
  const bytes = fileOf(variables);
  const { tensors } = parseSafetensors(bytes);
  const values = readCheckpoint(bytes, variables);
  expect(values.size).toBe(variables.all.length);
  for (const [{ name, type }, physical] of values) {
    expect(unpack(type, physical), name).toEqual(tensors.get(name)!.data);
    expect(physical).toEqual(pack(type, tensors.get(name)!.data as Float32Array));
  }
});

test("counters of PyTorch's batch norms and the prefix of DataParallel do no harm", () => {
  const variables = lenet('batch');
  const bytes = fileOf(variables, (entries) => {
    entries.push(['bn1.num_batches_tracked', { dtype: 'I64', shape: [], data: BigInt64Array.of(7n) }]);
    for (const entry of entries) entry[0] = `module.${entry[0]}`;
  });
  expect(readCheckpoint(bytes, variables).size).toBe(variables.all.length);
});

test("PyTorch's columns and scalars are read, and so are the plain vectors of files of earlier versions", () => {
  const variables = built('mlp', 'deconv');
  const withShapes = (shapeOf: (entry: StateDictEntry) => readonly number[]) =>
    writeSafetensors(
      stateDict(variables).map((entry): [string, SafetensorsTensor] => {
        const data = new Float32Array(product(entry.shape)).fill(3);
        const isWhole = entry.dtype === 'I64';
        return [
          entry.name,
          { dtype: entry.dtype, shape: shapeOf(entry), data: isWhole ? BigInt64Array.of(3n) : data },
        ];
      }),
    );
  const [ofPyTorch, plain] = [
    ({ shape }: StateDictEntry) => shape,
    (e: StateDictEntry) => e.variable!.type.shape,
  ];
  for (const shapeOf of [ofPyTorch, plain]) {
    const values = readCheckpoint(withShapes(shapeOf), variables);
    expect(values.size).toBe(variables.all.length);
    for (const [{ name, type }, physical] of values)
      expect(unpack(type, physical), name).toEqual(new Float32Array(product(type.shape)).fill(3));
  }
});

test('a file of another network is refused with the names that differ', () => {
  expect(() => readCheckpoint(fileOf(lenet('batch')), lenet('deconv'), 'bn.safetensors')).toThrow(
    /^bn\.safetensors does not fit the model: it lacks conv1\.bias, .* and \d+ more; it has bn1\.weight, .*which the model does not/,
  );
  expect(() => readCheckpoint(fileOf(lenet('deconv', 7)), lenet('deconv'))).toThrow(
    /fc3\.weight is \[7,84\], the model has \[10,84\]/,
  );
});
