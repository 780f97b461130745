import { assert } from '../util/assert.ts';

/** Every WGSL file of `shaders/`, by its path below it (`conv/conv2d.wgsl`). */
const files = new Map(
  Object.entries(
    import.meta.glob<string>('/shaders/**/*.wgsl', { query: '?raw', import: 'default', eager: true }),
  ).map(([path, source]) => [path.replace('/shaders/', ''), source]),
);

/** Names of all kernels: every file outside `lib/`. */
export const kernelNames: readonly string[] = [...files.keys()]
  .filter((path) => !path.startsWith('lib/'))
  .map((path) => path.replace(/\.wgsl$/, ''))
  .sort();

export interface KernelBinding {
  readonly name: string;
  readonly index: number;
  readonly type: GPUBufferBindingType;
}

export interface Kernel {
  readonly name: string;
  /** WGSL with its includes in place. */
  readonly code: string;
  readonly bindings: readonly KernelBinding[];
  /** Names of the `override` constants. */
  readonly constants: readonly string[];
}

/** Files to include in place of others: `lib/gemmNN.wgsl` -> the variant that suits the adapter. */
export type IncludeVariants = Readonly<Record<string, string>>;

const directiveLine = /^(?:enable|diagnostic)\b.*;$/gm;
const includeLine = /^#include "(.+)"$/gm;
const bindingDeclaration =
  /@group\(0\)\s*@binding\((\d+)\)\s*var<(uniform|storage)(?:,\s*(read|read_write))?>\s*(\w+)/g;
const overrideDeclaration = /^override\s+(\w+)\s*:\s*\w+\s*;/gm;

/** Reads a kernel, resolves its includes, and finds its bindings and constants. */
export function loadKernel(name: string, variants: IncludeVariants = {}): Kernel {
  const included = new Set<string>();
  const read = (path: string, from: string): string => {
    const source = files.get(path);
    assert(source !== undefined, `${from} names ${path}, which is not in shaders/`);
    return source.replace(includeLine, (_, target: string) => {
      if (included.has(target)) return '';
      included.add(target);
      return read(variants[target] ?? target, path);
    });
  };
  const body = read(`${name}.wgsl`, name);
  // Directives must stand first, and included text may bring them along.
  const directives = [...new Set(body.match(directiveLine) ?? [])];
  const code = [...directives, body.replace(directiveLine, '')].join('\n');
  const bindings = [...code.matchAll(bindingDeclaration)].map(([, index, space, access, bindingName]) => ({
    name: bindingName!,
    index: Number(index),
    type: bindingType(space!, access),
  }));
  return { name, code, bindings, constants: [...code.matchAll(overrideDeclaration)].map(([, id]) => id!) };
}

function bindingType(space: string, access: string | undefined): GPUBufferBindingType {
  if (space === 'uniform') return 'uniform';
  return access === 'read_write' ? 'storage' : 'read-only-storage';
}
