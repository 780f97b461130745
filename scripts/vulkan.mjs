// Which GPU the commands in Node run on. Dawn reaches it through Vulkan on Linux; elsewhere it needs no help.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from './run.mjs';

const driverFolders = ['/usr/local/share/vulkan/icd.d', '/etc/vulkan/icd.d', '/usr/share/vulkan/icd.d'];
/** SwiftShader comes with Chromium: slower than Mesa's lavapipe, but better than nothing. */
const swiftshaderFiles = ['chromium', 'chromium-browser', 'google-chrome'].flatMap((name) =>
  ['/usr/lib', '/usr/share', '/opt'].map((folder) => `${folder}/${name}/vk_swiftshader_icd.json`),
);

/** Whether the system shows a GPU's device node. A driver for it may still be missing. */
export function hasGpuNode() {
  if (process.platform !== 'linux') return true;
  const renderNode =
    existsSync('/dev/dri') && readdirSync('/dev/dri').some((name) => name.startsWith('render'));
  return renderNode || existsSync('/dev/nvidia0') || existsSync('/dev/dxg');
}

/**
 * The software driver to use, as the path of its description: Mesa's lavapipe, else SwiftShader.
 *
 * @returns {string | null}
 */
export function softwareDriver() {
  const lavapipe = driverFolders
    .filter((folder) => existsSync(folder))
    .flatMap((folder) => readdirSync(folder).map((name) => join(folder, name)))
    .filter((path) => /\/lvp_icd[^/]*\.json$/.test(path));
  const own = lavapipe.find((path) => path.includes(process.arch === 'arm64' ? 'aarch64' : 'x86_64'));
  const chrome = '/opt/google/chrome/vk_swiftshader_icd.json';
  return own ?? lavapipe[0] ?? [...swiftshaderFiles, chrome].find((path) => existsSync(path)) ?? null;
}

/**
 * Environment for a process that computes on the GPU. A GPU is used when there is one: Dawn finds it by itself.
 * Without one, the loader is led straight to the software driver, past drivers for hardware that is not there. A
 * driver chosen by the user (`VK_DRIVER_FILES`, `VK_ICD_FILENAMES`) stays.
 *
 * @returns {Record<string, string>}
 */
export function vulkanEnvironment() {
  /** @type {Record<string, string>} */
  const environment = {};
  if (process.platform !== 'linux') return environment;
  const isChosen = process.env.VK_DRIVER_FILES || process.env.VK_ICD_FILENAMES;
  const driver = isChosen || hasGpuNode() ? null : softwareDriver();
  if (driver) environment.VK_ICD_FILENAMES = driver;
  // Mesa complains without one.
  if (!process.env.XDG_RUNTIME_DIR) {
    const folder = join(tmpdir(), `deconv-lab-${process.getuid?.() ?? 0}`);
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    environment.XDG_RUNTIME_DIR = folder;
  }
  return environment;
}

/**
 * Environment for short runs, as tests are: Mesa's software driver optimises less, and compiles kernels in about half
 * the time. Without effect on GPUs.
 */
export const quickCompilation = { GALLIVM_PERF: 'nopt' };

const probe = `
  import { create } from 'webgpu';
  const gpu = create([]);
  const adapter = await gpu.requestAdapter({ powerPreference: 'high-performance' });
  const { vendor, architecture, description, isFallbackAdapter } = adapter?.info ?? {};
  console.log(JSON.stringify(adapter ? { vendor, architecture, description, isFallbackAdapter } : null));
`;

/**
 * Asks Dawn which adapter it would use. In a process of its own, since a broken driver may crash it. Needs the
 * packages.
 *
 * @returns {{ name: string, isSoftware: boolean } | null} null where there is none.
 */
export function probeAdapter() {
  const { stdout, status } = spawnSync(process.execPath, ['--input-type=module', '-e', probe], {
    cwd: root,
    env: { ...process.env, ...vulkanEnvironment() },
    encoding: 'utf8',
    timeout: 60_000,
  });
  const line = status === 0 ? stdout.trim().split('\n').at(-1) : undefined;
  /** @type {{ vendor: string, architecture: string, description: string, isFallbackAdapter: boolean } | null} */
  const info = line ? JSON.parse(line) : null;
  if (!info || /null/i.test(info.vendor)) return null;
  const name = [info.vendor, info.architecture, info.description].filter(Boolean).join(' ');
  return { name, isSoftware: info.isFallbackAdapter || /swiftshader|llvmpipe|lavapipe/i.test(name) };
}
