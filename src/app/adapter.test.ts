import { expect, test } from 'vitest';
import { adapterName } from './adapter.ts';

test.each([
  ['nvidia', 'ampere', '', 'NVIDIA ampere'],
  ['google', 'swiftshader', '', 'Google SwiftShader'],
  ['mesa', '', 'llvmpipe (LLVM 15.0.6, 256 bits)', 'llvmpipe'],
  ['', '', '', 'unnamed adapter'],
])('vendor "%s", architecture "%s", description "%s": %s', (vendor, architecture, description, name) =>
  expect(adapterName({ vendor, architecture, description, isFallback: false })).toBe(name),
);
