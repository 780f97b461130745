import { expect, test } from 'vitest';

const sources = import.meta.glob<string>(['./*.ts', '!./*.test.ts'], {
  query: '?raw',
  import: 'default',
  eager: true,
});

/** Lines with code. Nothing in these files looks like a comment and is none. */
function codeLines(source: string): number {
  const code = source.replaceAll(/\/\*.*?\*\//gs, '').replaceAll(/\/\/.*$/gm, '');
  return code.split('\n').filter((line) => line.trim() !== '').length;
}

test('the zoo reads in one sitting: 900 lines of code, a family at most 150', () => {
  const sizes = Object.entries(sources).map(([file, source]) => [file, codeLines(source)] as const);
  expect(sizes.length).toBeGreaterThan(15);
  expect(sizes.reduce((sum, [, lines]) => sum + lines, 0)).toBeLessThan(900);
  const families = sizes.filter(([file]) => file !== './table.ts');
  expect(families.filter(([, lines]) => lines > 150)).toEqual([]);
});
