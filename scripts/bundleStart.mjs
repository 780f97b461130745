// The bundle's entry: chooses a Vulkan driver, then runs a command. Stands in its folder scripts/.
import { quickCompilation, vulkanEnvironment } from './vulkan.mjs';

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`Deconv Lab needs Node 20.19 or newer; this is Node ${process.versions.node}.`);
  process.exit(1);
}
const [command] = process.argv.slice(2);
Object.assign(process.env, vulkanEnvironment());
if (command === 'golden' || command === 'zoo') Object.assign(process.env, quickCompilation);
// A first step counts only when every kernel is compiled for it, not taken from Mesa's cache on disk.
if (command === 'bench') process.env.MESA_SHADER_CACHE_DISABLE ??= 'true';
process.env.DECONV_LAB_COMMAND = './deconv-lab';
await import(new URL('../main.js', import.meta.url).href);
