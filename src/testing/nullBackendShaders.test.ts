import { expect, test } from 'vitest';
import { createDawn } from '../cli/dawn.ts';
import { requestGpu } from '../gpu/device.ts';
import { kernelNames, loadKernel } from '../gpu/shaders.ts';

const texts = import.meta.glob<string>('/shaders/**/*.wgsl', {
  query: '?raw',
  import: 'default',
  eager: true,
});
const sources = import.meta.glob<string>(['/src/**/*.ts', '!/src/**/*.test.ts'], {
  query: '?raw',
  import: 'default',
  eager: true,
});

/** Lines of comment that a file begins with. */
function header(text: string): string {
  return /^(?:\/\/.*\n)*/.exec(text)![0];
}

/**
 * Whether a file of the product names a kernel: as a string, or as a template whose holes are filled with other
 * strings of that file.
 */
function names(source: string, kernel: string): boolean {
  const strings = [...source.matchAll(/'([\w/]+)'/g)].map(([, text]) => text!);
  const filling = `(?:${strings.map((text) => text.replaceAll('/', '\\/')).join('|')}|)`;
  const templates = [...source.matchAll(/`((?:[\w/]|\$\{[^`}]*\})+)`/g)].map(
    ([, text]) => new RegExp(`^${text!.replace(/\$\{[^`}]*\}/g, filling)}$`),
  );
  return strings.includes(kernel) || templates.some((template) => template.test(kernel));
}

test('there are kernels, one to a file, and each says its name and formula first', () => {
  expect(kernelNames.length).toBeGreaterThan(20);
  for (const name of kernelNames) {
    const text = texts[`/shaders/${name}.wgsl`]!;
    expect(text.split('\n')[0], name).toMatch(new RegExp(`^// ${name.split('/').at(-1)}: \\S`));
    const { code } = loadKernel(name);
    expect([...code.matchAll(/@compute/g)], `${name}: entry points`).toHaveLength(1);
    expect(code, name).toMatch(/^fn main\(/m);
  }
});

test('the header of a kernel names every buffer that the file binds', () => {
  for (const name of kernelNames) {
    const text = texts[`/shaders/${name}.wgsl`]!;
    const declared = [...text.matchAll(/var<(?:storage|uniform)[^>]*>\s*(\w+)/g)].map(([, id]) => id!);
    for (const binding of declared)
      expect(header(text), `${name}: ${binding}`).toMatch(new RegExp(`\\b${binding}\\b`));
  }
});

test('override constants have no defaults, so that forgetting one fails', () => {
  for (const [path, text] of Object.entries(texts))
    expect(
      [...text.matchAll(/^(?:@id.*)?override[^;]*=[^;]*;/gm)].map(([line]) => line),
      path,
    ).toEqual([]);
});

test('no kernel uses atomics: the same run gives the same bits', () => {
  for (const [path, text] of Object.entries(texts)) expect(text, path).not.toMatch(/\batomic/);
});

test('every kernel keeps to the limits that every adapter has', () => {
  for (const name of kernelNames) {
    const { bindings } = loadKernel(name);
    const storage = bindings.filter(({ type }) => type !== 'uniform');
    expect(storage.length, `${name}: storage buffers`).toBeLessThanOrEqual(8);
  }
});

test('some operation uses every kernel', () => {
  const unused = kernelNames.filter(
    (kernel) => !Object.values(sources).some((source) => names(source, kernel)),
  );
  expect(unused).toEqual([]);
});

test('some kernel or variant includes every snippet', () => {
  const everything = [...Object.values(texts), ...Object.values(sources)].join('\n');
  const unused = Object.keys(texts)
    .filter((path) => path.startsWith('/shaders/lib/'))
    .map((path) => path.replace('/shaders/', ''))
    // Variants are chosen by name, with a suffix that says how operands are shared.
    .filter(
      (path) => !everything.includes(`"${path.replace(/(Workgroup|Subgroup\d+(Narrow\d+)?)(?=\.)/, '')}"`),
    );
  expect(unused).toEqual([]);
});

test('every kernel is valid WGSL', async () => {
  const { device } = await requestGpu(createDawn(['backend=null']));
  for (const name of kernelNames) {
    const module = device.createShaderModule({ label: name, code: loadKernel(name).code });
    const { messages } = await module.getCompilationInfo();
    expect(
      messages.map(({ lineNum, message }) => `${lineNum}: ${message}`),
      name,
    ).toEqual([]);
  }
  device.destroy();
});
