// Running other programs, and the few facts of the repository that all scripts share. Node built-ins only: the
// scripts run before any package is installed.
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** The repository's root folder. */
export const root = fileURLToPath(new URL('..', import.meta.url)).replace(/[\\/]$/, '');

/** A mistake of the user or of the machine, as a sentence: printed without a stack. */
export class Complaint extends Error {}

/**
 * Runs a program in the repository's root and waits for it.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ env?: NodeJS.ProcessEnv, capture?: boolean, echo?: boolean }} [options] `capture`: collect the output rather
 *   than show it; with `echo`, do both.
 * @returns {Promise<{ code: number, output: string }>} `code` is 127 where the program does not exist.
 */
export function run(command, args, { env = {}, capture = false, echo = false } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: ['ignore', capture ? 'pipe' : 'inherit', capture ? 'pipe' : 'inherit'],
      // npm is a .cmd file on Windows, which only a shell can start.
      shell: process.platform === 'win32' && !command.endsWith('.exe'),
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (chunk) => {
        output += String(chunk);
        if (echo) process.stdout.write(chunk);
      });
    child.on('error', (error) => resolve({ code: 127, output: output + error.message }));
    child.on('close', (code) => resolve({ code: code ?? 1, output }));
  });
}

/**
 * Runs `main` and turns complaints into a sentence and exit status 1.
 *
 * @param {() => Promise<void>} main
 */
export async function runMain(main) {
  try {
    await main();
  } catch (error) {
    if (!(error instanceof Complaint)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
}

/**
 * A path as the user meant it: npm runs scripts in the package's root, wherever it was called.
 *
 * @returns {string}
 */
export function invocationFolder() {
  const { INIT_CWD } = process.env;
  return INIT_CWD && process.cwd() === root ? INIT_CWD : process.cwd();
}
