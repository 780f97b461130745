// npm test: installs what is missing, then checks everything: types, style, unit and GPU tests (golden vectors among
// them), the page's build, and the page in a real browser. The last line counts the tests. A skipped test is a failure: it
// would hide that something is not tested.
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { buildPage } from './build.mjs';
import { ensurePackages } from './packages.mjs';
import { Complaint, root, run, runMain } from './run.mjs';
import { ensureSystem } from './system.mjs';

/** @typedef {{ passed: number, failed: number, skipped: number }} Totals */
/** @typedef {{ name: string, needs?: { driver?: boolean, browser?: boolean }, run: () => Promise<Totals> }} Step */

const resultsFolder = join(root, '.cache', 'test');

/** @type {string[]} */
let filters = [];

/** @type {Step[]} */
const steps = [
  {
    name: 'types',
    run: async () => {
      const parts = ['core', 'worker', 'app', 'node'];
      const codes = await Promise.all(
        parts.map((part) => runPackage('typescript/bin/tsc', ['-p', `tsconfig.${part}.json`])),
      );
      return { passed: 0, failed: codes.filter((code) => code !== 0).length, skipped: 0 };
    },
  },
  {
    name: 'lint',
    run: async () => {
      const lint = await runPackage('eslint/bin/eslint.js', ['.', '--max-warnings', '0']);
      const format = await runPackage('prettier/bin/prettier.cjs', ['--check', '--log-level', 'warn', '.']);
      return { passed: 0, failed: Number(lint !== 0) + Number(format !== 0), skipped: 0 };
    },
  },
  {
    name: 'unit',
    needs: { driver: true },
    run: async () => {
      const output = join(resultsFolder, 'unit.json');
      const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${output}`];
      const code = await runPackage('vitest/vitest.mjs', ['run', ...reporters, ...filters]);
      return checked(code, readJson(output), readVitest);
    },
  },
  {
    name: 'build',
    run: async () => {
      try {
        await buildPage({ force: true });
        return { passed: 0, failed: 0, skipped: 0 };
      } catch (error) {
        console.error(error instanceof Complaint ? error.message : error);
        return { passed: 0, failed: 1, skipped: 0 };
      }
    },
  },
  {
    name: 'e2e',
    needs: { driver: false, browser: true },
    run: async () => {
      const output = join(resultsFolder, 'e2e.json');
      const code = await runPackage('@playwright/test/cli.js', ['test', '--reporter=list,json', ...filters], {
        PLAYWRIGHT_JSON_OUTPUT_NAME: output,
        DECONV_LAB_E2E_PORT: String(await freePort()),
      });
      return checked(code, readJson(output), readPlaywright);
    },
  },
];

/**
 * @param {string} file Path below node_modules.
 * @param {readonly string[]} args
 * @param {Record<string, string>} [env]
 */
async function runPackage(file, args, env = {}) {
  return (await run(process.execPath, [join('node_modules', file), ...args], { env })).code;
}

/** @param {string} path */
function readJson(path) {
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : null;
}

/**
 * Totals of a runner that must not fail without saying which test did.
 *
 * @template T
 * @param {number} code
 * @param {T | null} report
 * @param {(report: T) => Totals} read
 * @returns {Totals}
 */
function checked(code, report, read) {
  const totals = report ? read(report) : { passed: 0, failed: 0, skipped: 0 };
  const isSilentFailure = totals.failed === 0 && (code !== 0 || totals.passed === 0);
  return isSilentFailure ? { ...totals, failed: 1 } : totals;
}

/**
 * @param {{ numPassedTests: number, numFailedTests: number, numPendingTests: number, numTodoTests: number,
 *   testResults: { status: string, assertionResults: { status: string }[] }[] }} report
 * @returns {Totals}
 */
function readVitest(report) {
  // A file that does not even load has no failed test of its own.
  const broken = report.testResults.filter(
    ({ status, assertionResults }) =>
      status === 'failed' && assertionResults.every((result) => result.status !== 'failed'),
  );
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + broken.length,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

/**
 * @param {{ stats: { expected: number, unexpected: number, flaky: number, skipped: number }, errors: unknown[] }} report
 * @returns {Totals}
 */
function readPlaywright({ stats, errors }) {
  return {
    passed: stats.expected,
    failed: stats.unexpected + stats.flaky + errors.length,
    skipped: stats.skipped,
  };
}

/** @returns {Promise<number>} */
function freePort() {
  return new Promise((done, fail) => {
    const server = createServer().once('error', fail);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => done(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

/** @param {string[]} args */
function chooseSteps(args) {
  const names = steps.map(({ name }) => name);
  const [option, value = '', ...rest] = args;
  if (option === undefined) return steps;
  const chosen = value.split(',');
  if (option !== '--only' || chosen.some((name) => !names.includes(name)))
    throw new Complaint(
      `npm test -- [--only STEP[,STEP...] [FILTER...]]; the steps are ${names.join(', ')}.`,
    );
  filters = rest;
  return steps.filter(({ name }) => chosen.includes(name));
}

await runMain(async () => {
  const chosen = chooseSteps(process.argv.slice(2));
  const start = performance.now();
  await ensurePackages();
  const adapter = await ensureSystem({
    driver: chosen.some(({ needs }) => needs?.driver),
    browser: chosen.some(({ needs }) => needs?.browser),
  });
  if (adapter) console.log(`Adapter: ${adapter.name}${adapter.isSoftware ? ' (software)' : ''}`);

  rmSync(resultsFolder, { recursive: true, force: true });
  mkdirSync(resultsFolder, { recursive: true });
  const sum = { passed: 0, failed: 0, skipped: 0 };
  const summary = [];
  for (const { name, run } of chosen) {
    console.log(`\n== ${name}`);
    const begin = performance.now();
    const totals = await run();
    sum.passed += totals.passed;
    sum.failed += totals.failed;
    sum.skipped += totals.skipped;
    const isGood = totals.failed + totals.skipped === 0;
    const counts = totals.passed > 0 ? `, ${totals.passed} passed` : '';
    const skips = totals.skipped > 0 ? `, ${totals.skipped} skipped` : '';
    const seconds = ((performance.now() - begin) / 1000).toFixed(0);
    summary.push(
      `${isGood ? 'ok    ' : 'FAILED'} ${name.padEnd(6)} ${seconds.padStart(4)} s${counts}${skips}`,
    );
  }
  console.log(`\n${summary.join('\n')}`);
  if (sum.skipped > 0) console.log('Skipped tests count as failures: no test here may be skipped.');
  console.log(`${((performance.now() - start) / 60_000).toFixed(1)} minutes in all`);
  console.log(`${sum.passed} passed, ${sum.failed} failed, ${sum.skipped} skipped`);
  if (sum.failed + sum.skipped > 0) process.exitCode = 1;
});
