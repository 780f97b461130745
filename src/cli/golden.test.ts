import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { parseSafetensors, writeSafetensors } from '../data/safetensors.ts';
import { createDawn } from './dawn.ts';
import { goldenCommand, runGolden, type GoldenOptions } from './golden.ts';

const golden = fileURLToPath(new URL('../testing/golden', import.meta.url));
const [operations, models] = [join(golden, 'operations'), join(golden, 'models')];

interface Index {
  cases: Record<string, unknown>[];
  /** Cases of the collection that these were chosen from. */
  left_out?: string[];
}

/** Compiling dozens of kernels takes a software adapter its time. */
const minutes = 60_000;

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'golden-'));
});
afterEach(() => rm(directory, { recursive: true }));

async function run(options: GoldenOptions, api = createDawn()) {
  let text = '';
  const passed = await runGolden(options, api, { write: (part) => (text += part) });
  return { passed, lines: text.trimEnd().split('\n') };
}

async function readIndexFile(path: string): Promise<Index> {
  return JSON.parse(await readFile(join(path, 'index.json'), 'utf8')) as Index;
}

/** A directory with two small cases, of which `spoil` may change the first. */
async function smallDirectory(spoil: (entry: Record<string, unknown>, path: string) => void | Promise<void>) {
  const index = await readIndexFile(operations);
  const cases = ['add', 'relu'].map((name) => index.cases.find((entry) => entry.name === name)!);
  for (const { file } of cases) await cp(join(operations, file as string), join(directory, file as string));
  await spoil(cases[0]!, join(directory, cases[0]!.file as string));
  await writeFile(join(directory, 'index.json'), JSON.stringify({ ...index, cases }));
  return { directories: [directory] };
}

/** Changes the values of a tensor in a file. */
async function change(path: string, name: string, alter: (values: Float32Array) => void) {
  const { tensors } = parseSafetensors(await readFile(path));
  alter(tensors.get(name)!.data as Float32Array);
  await writeFile(path, writeSafetensors(tensors));
}

test.each([
  ['operations', operations],
  ['models', models],
])(
  'all golden %s pass, one line each',
  async (_, path) => {
    const { cases, left_out: left } = await readIndexFile(path);
    const { passed, lines } = await run({ directories: [path] });
    if (left)
      console.log(`Golden models: ${cases.length} cases; left to npm run golden: ${left.join(', ')}.`);
    const failures = lines.filter((line) => line.includes('FAIL'));
    expect(failures).toEqual([]);
    expect(passed).toBe(true);
    expect(lines.at(-1)).toBe(`${cases.length} passed, 0 failed`);
    for (const { name } of cases)
      expect(
        lines.filter((line) => line.includes(`pass  ${name as string} `)),
        name as string,
      ).toHaveLength(1);
  },
  30 * minutes,
);

test.each<[string, RegExp, Parameters<typeof smallDirectory>[0]]>([
  [
    'a value that is off',
    /error (1\.9|2\.0)\de-3, tolerance 1\.00e-4 \(y,/,
    (_, path) => change(path, 'y', (values) => values.forEach((value, i) => (values[i] = value * 1.002))),
  ],
  ['an expected NaN', /error Infinity/, (_, path) => change(path, 'y', (values) => (values[0] = NaN))],
  ['a computed NaN', /error Infinity/, (_, path) => change(path, 'x0', (values) => (values[0] = NaN))],
  [
    'an unknown op',
    /the op convolve3d is unknown; known are .*conv2d/,
    (entry) => void (entry.op = 'convolve3d'),
  ],
  ['a missing file', /add\.safetensors cannot be read/, (_, path) => rm(path)],
  [
    'a missing tensor',
    /lacks tensor grad_x1/,
    async (_, path) => {
      const tensors = [...parseSafetensors(await readFile(path)).tensors];
      await writeFile(path, writeSafetensors(tensors.filter(([name]) => name !== 'grad_x1')));
    },
  ],
  [
    'an expected tensor that nothing produces',
    /not produced \(x0,/,
    (entry) => void ((entry.tensors as Record<string, { role: string }>).x0!.role = 'expected'),
  ],
  [
    'nothing expected',
    /the case expects nothing/,
    (entry) =>
      Object.values(entry.tensors as Record<string, { role: string }>).forEach((t) => (t.role = 'input')),
  ],
])('%s fails the case, and the next one still runs', async (_, reason, spoil) => {
  const { passed, lines } = await run(await smallDirectory(spoil));
  expect(passed).toBe(false);
  expect(lines.filter((line) => line.includes('FAIL  add '))).toHaveLength(1);
  expect(lines.find((line) => line.includes('FAIL'))).toMatch(reason);
  expect(lines.find((line) => line.includes('pass'))).toContain('relu');
  expect(lines.at(-1)).toBe('1 passed, 1 failed');
});

test('an unknown model fails with the names of those there are', async () => {
  const index = await readIndexFile(models);
  const entry = index.cases.find(({ name }) => name === 'linear_none')!;
  (entry.attributes as { model: string }).model = 'perceiver';
  await cp(join(models, entry.file as string), join(directory, entry.file as string));
  await writeFile(join(directory, 'index.json'), JSON.stringify({ ...index, cases: [entry] }));
  const { lines } = await run({ directories: [directory] });
  expect(lines[1]).toMatch(/FAIL {2}linear_none .*no model "perceiver".*lenet, .*vgg11.*resnet18/);
  expect(lines.at(-1)).toBe('0 passed, 1 failed');
});

test('bounds for each entry are judged entry by entry', async () => {
  await cp(models, directory, { recursive: true });
  const path = join(directory, 'linear_none.safetensors');
  await change(path, 'param_norms', (values) => (values[1]! *= 1.01));
  const { lines } = await run({ directories: [directory], only: '^linear_none$' });
  expect(lines[1]).toMatch(/FAIL {2}linear_none .*\(param_norms\[1\],/);
});

test('the JSON report has the error and tolerance of every expected tensor', async () => {
  const json = join(directory, 'report.json');
  await run({ ...(await smallDirectory(() => undefined)), json, only: 'add' });
  const report = JSON.parse(await readFile(json, 'utf8')) as {
    adapter: { isFallback: boolean };
    passed: number;
    failed: number;
    cases: { name: string; passed: boolean; tensors: Record<string, { error: number; tolerance: number }> }[];
  };
  expect(report).toMatchObject({ passed: 1, failed: 0, cases: [{ name: 'add', passed: true }] });
  expect(typeof report.adapter.isFallback).toBe('boolean');
  const { tensors } = report.cases[0]!;
  expect(Object.keys(tensors)).toEqual(['y', 'grad_x0', 'grad_x1']);
  for (const { error, tolerance } of Object.values(tensors)) expect(error).toBeLessThan(tolerance);
});

test('directories without cases, patterns without matches and adapters that compute nothing are errors', async () => {
  await expect(run({ directories: [directory] })).rejects.toThrow(/index\.json/);
  await writeFile(join(directory, 'index.json'), '{"cases": []}');
  await expect(run({ directories: [directory] })).rejects.toThrow('lists no cases');
  await expect(run({ directories: [operations], only: 'nonesuch' })).rejects.toThrow('matches none');
  await expect(run({ directories: [operations], only: '(' })).rejects.toThrow('not a regular expression');
  await expect(run({ directories: [operations] }, createDawn(['backend=null']))).rejects.toThrow(
    'computes nothing',
  );
});

test('the command sets exit status 1 when a case fails', async () => {
  const { directories } = await smallDirectory((entry) => void (entry.op = 'convolve3d'));
  const status = process.exitCode;
  try {
    await goldenCommand(() => createDawn()).parseAsync(directories, { from: 'user' });
    expect(process.exitCode).toBe(1);
  } finally {
    process.exitCode = status;
  }
});
