import { expect, test } from 'vitest';
import { loadKernel } from './shaders.ts';
import { packStep, stepFields, stepUniformBytes } from './stepUniform.ts';

test('has the fields of the WGSL struct, in its order', () => {
  const { code } = loadKernel('optimizer/adam');
  const body = /struct Step \{(.*?)\}/s.exec(code)![1]!;
  const fields = [...body.matchAll(/^\s*(\w+): (\w+),$/gm)].map(([, name, type]) => [name, type]);
  expect(stepFields).toEqual(fields);
  expect(4 * fields.length).toBeLessThanOrEqual(stepUniformBytes);
});

test('packs whole numbers and floats where the GPU looks for them', () => {
  const packed = packStep({ seed: 0xffff_fffe, learningRate: 0.5, ringSlot: 7 });
  expect(packed.byteLength).toBe(stepUniformBytes);
  expect(new Uint32Array(packed)[1]).toBe(0xffff_fffe);
  expect(new Float32Array(packed)[4]).toBe(0.5);
  expect(new Uint32Array(packed)[9]).toBe(7);
  expect(new Uint32Array(packed)[0]).toBe(0);
});
