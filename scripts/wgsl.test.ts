import { expect, test } from 'vitest';
import { minifyWgsl } from './wgsl.mjs';

test('a shader loses what only readers need', () => {
  const source =
    '// name: y = x\n#include "lib/reduce.wgsl"\n\n/* two\nlines */\nfn main() {\n  y = x / 2; // half\n}\n';
  expect(minifyWgsl(source)).toBe('#include "lib/reduce.wgsl"\nfn main() {\ny = x / 2;\n}');
});
