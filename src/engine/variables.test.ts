import { expect, test } from 'vitest';
import { vector } from './tensor.ts';
import { Variables } from './variables.ts';

const zeros = (shape: readonly number[]) => new Float32Array(shape[0]!);

function declareAll(variables: Variables, names: string[]): string[] {
  for (const name of names) variables.declare('parameter', name, vector(3), zeros);
  return variables.all.map(({ name }) => name);
}

test('lists variables in the order of their first declaration', () => {
  expect(declareAll(new Variables(), ['b.weight', 'a.weight', 'b.weight'])).toEqual(['b.weight', 'a.weight']);
});

test('reserved modules keep their place, nested ones within it', () => {
  const variables = new Variables();
  variables.reserve('block.');
  for (const name of ['block.conv1.', 'block.conv2.', 'block.bn1.', 'block.conv1.']) variables.reserve(name);
  const names = [
    'last.weight',
    'block.conv1.weight',
    'block.bn1.weight',
    'block.conv2.weight',
    'block.conv1.bias',
  ];
  expect(declareAll(variables, names)).toEqual([
    'block.conv1.weight',
    'block.conv1.bias',
    'block.conv2.weight',
    'block.bn1.weight',
    'last.weight',
  ]);
});

test('a module is not taken for another whose name begins alike', () => {
  const variables = new Variables();
  variables.reserve('conv1.');
  expect(declareAll(variables, ['conv10.weight', 'conv1.weight'])).toEqual(['conv1.weight', 'conv10.weight']);
});

test('ranges of one kind do not overlap and begin at multiples of 256 bytes', () => {
  const variables = new Variables();
  declareAll(variables, ['a', 'b']);
  expect(variables.all.map(({ offset }) => offset)).toEqual([0, 256]);
  expect(variables.bytes('parameter')).toBe(512);
  expect(variables.bytes('state')).toBe(256);
});
