// What `npm start` is told on the command line.
import { existsSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { Complaint, invocationFolder } from './run.mjs';

export const usage = `npm start -- [--port N] [--data DIR] [--no-open]
  --port N     port to serve on (default: the first free one from 5173)
  --data DIR   folder served under /data/, e.g. with mnist/train-images-idx3-ubyte.gz in it (default: public/data)
  --no-open    do not open a browser`;

/**
 * @typedef {{ port: number | null, data: string | null, open: boolean, help: boolean }} Options
 * @param {readonly string[]} args
 * @returns {Options}
 */
export function parseOptions(args) {
  /** @type {Options} */
  const options = { port: null, data: null, open: true, help: false };
  const rest = args.flatMap((arg) => (/^--\w+=/.test(arg) ? arg.split(/=(.*)/s).slice(0, 2) : [arg]));
  while (rest.length > 0) {
    const name = rest.shift();
    const value = () => {
      const next = rest.shift();
      if (next === undefined || next.startsWith('--'))
        throw new Complaint(`${name} needs a value.\n\n${usage}`);
      return next;
    };
    if (name === '--port') {
      const text = value();
      const port = Number(text);
      if (!Number.isInteger(port) || port < 1 || port > 65_535)
        throw new Complaint(`--port takes a whole number from 1 to 65535, not ${text}.`);
      options.port = port;
    } else if (name === '--data') {
      const folder = resolve(invocationFolder(), value());
      if (!existsSync(folder) || !statSync(folder).isDirectory())
        throw new Complaint(`--data names ${folder}, which is not a folder.`);
      options.data = folder;
    } else if (name === '--no-open') options.open = false;
    else if (name === '--help' || name === '-h') options.help = true;
    else
      throw new Complaint(
        `Unknown option ${name}; the options are --port, --data and --no-open.\n\n${usage}`,
      );
  }
  return options;
}
