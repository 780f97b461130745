import { expect, test } from 'vitest';
import { optimizerDispatches, type Optimizer } from './optimizer.ts';
import { vector } from './tensor.ts';
import { Variables } from './variables.ts';

const optimizer: Optimizer = {
  name: 'sgd',
  kernel: 'optimizer/sgd',
  constants: {},
  moments: ['firstMoment'],
};

function dispatchBytes(megabytes: readonly number[]): number[] {
  const variables = new Variables();
  const parameters = megabytes.map((size, i) =>
    variables.declare('parameter', `p${i}`, vector(size * 2 ** 18), () => new Float32Array()),
  );
  return optimizerDispatches(optimizer, parameters).map(({ bindings }) => bindings[0]!.bytes / 2 ** 20);
}

test('neighbours share a dispatch as far as every GPU takes them in one binding of 128 MiB', () => {
  expect(dispatchBytes([1, 2, 3])).toEqual([6]);
  expect(dispatchBytes([100, 28, 1, 2])).toEqual([128, 3]);
  expect(dispatchBytes([60, 60, 60])).toEqual([120, 60]);
});

test('a parameter beyond that has a dispatch of its own', () => {
  expect(dispatchBytes([1, 200, 1])).toEqual([1, 200, 1]);
});
