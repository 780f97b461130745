// npm start: installs what is missing, builds the page when its sources changed, and serves it on this machine.
//
// The built page rather than Vite's development server: its few files load at once, React runs without its checks,
// and it is the page that the tests have tested. `npm run dev` serves the sources while one works on them.
import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { buildPage } from './build.mjs';
import { ensurePackages } from './packages.mjs';
import { Complaint, root, runMain } from './run.mjs';
import { parseOptions, usage } from './startOptions.mjs';

/**
 * Whether nothing listens on a port of this machine, under either of its addresses.
 *
 * @param {number} port
 */
async function isFree(port) {
  for (const host of ['127.0.0.1', '::1']) {
    /** @type {NodeJS.ErrnoException | null} */
    const error = await new Promise((done) => {
      const server = createServer();
      server.once('error', done);
      server.listen(port, host, () => server.close(() => done(null)));
    });
    if (error?.code === 'EACCES')
      throw new Complaint(`Port ${port} needs rights that this user lacks; take one from 1024 up.`);
    if (error?.code === 'EADDRINUSE') return false;
  }
  return true;
}

/** @param {number | null} wanted */
async function choosePort(wanted) {
  if (wanted !== null) {
    if (await isFree(wanted)) return wanted;
    throw new Complaint(
      `Port ${wanted} is taken by another program. Choose another: npm start -- --port ${wanted + 1}`,
    );
  }
  for (let port = 5173; port < 5273; port++)
    if (await isFree(port)) {
      if (port !== 5173) console.log(`Port 5173 is taken by another program; using ${port}.`);
      return port;
    }
  throw new Complaint('Ports 5173 to 5272 are all taken. Choose another: npm start -- --port N');
}

/** @param {string} url */
function openBrowser(url) {
  const hasScreen = process.platform !== 'linux' || process.env.DISPLAY || process.env.WAYLAND_DISPLAY;
  if (process.env.CI || !process.stdout.isTTY || !hasScreen) return;
  /** @type {[string, string[]]} */
  const [command, args] =
    process.platform === 'darwin'
      ? ['open', [url]]
      : process.platform === 'win32'
        ? ['cmd', ['/c', 'start', '', url]]
        : ['xdg-open', [url]];
  // A machine that cannot open one still has the address on the screen.
  spawn(command, args, { stdio: 'ignore', detached: true })
    .on('error', () => {})
    .unref();
}

await runMain(async () => {
  const options = parseOptions(process.argv.slice(2));
  if (options.help) {
    console.log(usage);
    return;
  }
  const port = await choosePort(options.port);
  await ensurePackages();
  await buildPage();
  if (options.data) process.env.DECONV_LAB_DATA = options.data;
  const { preview } = await import('vite');
  // A page that is not there is a 404, not the main page.
  const server = await preview({
    root,
    logLevel: 'warn',
    appType: 'mpa',
    preview: { host: '127.0.0.1', port, strictPort: true },
  });
  const url = `http://localhost:${port}/`;
  console.log(`Deconv Lab is at ${url} (Ctrl-C ends it).`);
  if (options.data) console.log(`/data/ serves ${options.data}.`);
  if (options.open) openBrowser(url);
  // npm passes on the signal that the terminal has sent already, so it may arrive twice.
  for (const signal of ['SIGINT', 'SIGTERM'])
    process.on(signal, () => {
      void server.close();
      process.exit(0);
    });
});
