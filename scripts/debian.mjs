// Installing Debian packages, for machines that have neither a GPU nor a browser.
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Complaint, run } from './run.mjs';

/**
 * One source of packages, as apt's deb822 files write it.
 *
 * @typedef {{ types: string[], uris: string[], suites: string[], options: Record<string, string> }} Source
 * `options`: further fields that a new source of the same mirror needs (`Signed-By`, `Trusted`).
 */

const keptFields = ['Signed-By', 'Trusted', 'Architectures', 'Check-Valid-Until'];

/** @param {string} text @returns {string[]} */
const words = (text) => text.split(/\s+/).filter(Boolean);

/**
 * Reads a `.sources` file: stanzas of `Field: value`, values going on over indented lines.
 *
 * @param {string} text
 * @returns {Source[]}
 */
export function parseDeb822(text) {
  const lines = text.split('\n').filter((line) => !line.startsWith('#'));
  return lines
    .join('\n')
    .split(/\n\s*\n/)
    .map((stanza) => {
      /** @type {Record<string, string>} */
      const fields = {};
      let field = '';
      for (const line of stanza.split('\n')) {
        const [, name, value = ''] = /^([\w-]+):\s*(.*)$/.exec(line) ?? [];
        if (name) fields[(field = name.toLowerCase())] = value;
        else if (field && /^\s/.test(line)) fields[field] += `\n${line}`;
      }
      const options = keptFields.flatMap((name) => {
        const value = fields[name.toLowerCase()];
        return value ? [[name, value]] : [];
      });
      return {
        types: fields.enabled?.trim() === 'no' ? [] : words(fields.types ?? ''),
        uris: words(fields.uris ?? ''),
        suites: words(fields.suites ?? ''),
        options: Object.fromEntries(options),
      };
    });
}

/**
 * Reads a `.list` file: lines of `deb [option=value ...] URI suite component...`.
 *
 * @param {string} text
 * @returns {Source[]}
 */
export function parseOneLine(text) {
  return text.split('\n').flatMap((line) => {
    const [, type, bracket = '', uri, suite] =
      /^\s*(deb|deb-src)\s+(?:\[([^\]]*)\]\s*)?(\S+)\s+(\S+)/.exec(line) ?? [];
    if (!type || !uri || !suite) return [];
    const given = Object.fromEntries(words(bracket).map((option) => option.split(/=(.*)/s)));
    const options = [
      ['Signed-By', given['signed-by']],
      ['Trusted', given.trusted],
      ['Architectures', given.arch?.replaceAll(',', ' ')],
      ['Check-Valid-Until', given['check-valid-until']],
    ].filter(([, value]) => value);
    return [{ types: [type], uris: [uri], suites: [suite], options: Object.fromEntries(options) }];
  });
}

/** @returns {Source[]} */
function readSources() {
  const folder = '/etc/apt/sources.list.d';
  const names = existsSync(folder) ? readdirSync(folder).map((name) => join(folder, name)) : [];
  return ['/etc/apt/sources.list', ...names].flatMap((path) => {
    if (!existsSync(path) || !/\.(list|sources)$/.test(path)) return [];
    const text = readFileSync(path, 'utf8');
    return path.endsWith('.sources') ? parseDeb822(text) : parseOneLine(text);
  });
}

/**
 * The text of a source for the backports of a Debian release, from the mirror the machine already uses.
 *
 * @param {readonly Source[]} sources
 * @param {string} codename `bookworm`
 * @returns {string | null} null when the backports are configured already.
 */
export function backportsSource(sources, codename) {
  const binary = sources.filter(({ types }) => types.includes('deb'));
  const backports = `${codename}-backports`;
  if (binary.some(({ suites }) => suites.includes(backports))) return null;
  const mirror = binary.find(({ suites }) => suites.includes(codename));
  if (!mirror)
    throw new Complaint(
      `No package source for Debian ${codename} is configured, so its backports cannot be added: ` +
        `add the suite ${backports} to /etc/apt/sources.list.d and run npm test again.`,
    );
  const fields = {
    Types: 'deb',
    URIs: mirror.uris.join(' '),
    Suites: backports,
    Components: 'main',
    ...mirror.options,
  };
  return Object.entries(fields)
    .map(([name, value]) => `${name}: ${value}\n`)
    .join('');
}

/**
 * What /etc/os-release says.
 *
 * @returns {{ id: string, like: string, codename: string, version: number }}
 */
export function readRelease(path = '/etc/os-release') {
  const text = existsSync(path) ? readFileSync(path, 'utf8') : '';
  /** @param {string} key */
  const value = (key) => new RegExp(`^${key}="?([^"\n]*)"?$`, 'm').exec(text)?.[1] ?? '';
  return {
    id: value('ID'),
    like: value('ID_LIKE'),
    codename: value('VERSION_CODENAME'),
    version: Number.parseInt(value('VERSION_ID'), 10),
  };
}

/** Debian 12's own Mesa is too old for Dawn. */
const isBookworm = () => {
  const { id, version } = readRelease();
  return id === 'debian' && version === 12;
};

/** Whether this process may install Debian packages. */
export function canInstall() {
  const { id, like } = readRelease();
  const isDebian = id === 'debian' || words(like).includes('debian');
  return isDebian && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');
}

/**
 * Runs apt-get quietly; its output is shown when it fails.
 *
 * @param {readonly string[]} args
 */
async function aptGet(args) {
  const { code, output } = await run(
    'apt-get',
    ['-o', 'DPkg::Lock::Timeout=300', '-o', 'Acquire::Retries=3', ...args],
    {
      env: { DEBIAN_FRONTEND: 'noninteractive' },
      capture: true,
    },
  );
  if (code !== 0) console.error(output.split('\n').slice(-25).join('\n'));
  return code === 0;
}

/**
 * Installs packages, each group from its own suite.
 *
 * @param {{ driver: boolean, browser: boolean }} wanted
 */
export async function installDebian({ driver, browser }) {
  const groups = [
    ...(driver ? [{ packages: ['libvulkan1', 'mesa-vulkan-drivers'], backports: isBookworm() }] : []),
    ...(browser ? [{ packages: ['chromium', 'fonts-dejavu-core'], backports: false }] : []),
  ];
  const { codename } = readRelease();
  if (groups.some(({ backports }) => backports)) {
    const source = backportsSource(readSources(), codename);
    const path = '/etc/apt/sources.list.d/deconv-lab-backports.sources';
    if (source) {
      console.log(`Adding ${codename}-backports to apt's sources (${path}) ...`);
      writeFileSync(path, source);
    }
  }
  console.log('Updating the package lists with apt-get ...');
  if (!(await aptGet(['update']))) console.error('apt-get update failed; trying with the lists as they are.');
  for (const { packages, backports } of groups) {
    console.log(`Installing ${packages.join(', ')} with apt-get (some minutes) ...`);
    const suite = backports ? ['-t', `${codename}-backports`] : [];
    const options = ['install', '-y', '--no-install-recommends', ...suite];
    if (!(await aptGet([...options, ...packages])))
      throw new Complaint(`apt-get could not install ${packages.join(', ')}; its last lines are above.`);
  }
}

/**
 * How to install by hand what is missing, as a sentence.
 *
 * @param {{ driver: boolean, browser: boolean }} wanted
 */
export function installAdvice({ driver, browser }) {
  const { codename } = readRelease();
  const suite = isBookworm() ? ` -t ${codename}-backports` : '';
  const parts = [
    driver
      ? `a Vulkan driver (Mesa 25 or newer; on Debian, as root: apt-get install${suite} libvulkan1 mesa-vulkan-drivers` +
        `${suite ? `, with the suite ${codename}-backports among apt's sources` : ''})`
      : '',
    browser
      ? 'Chromium or Chrome (on Debian, as root: apt-get install chromium; elsewhere from its maker, with its path in CHROME)'
      : '',
  ].filter(Boolean);
  return `This machine lacks ${parts.join(' and ')}.`;
}
