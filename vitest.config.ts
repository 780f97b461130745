import { defineConfig } from 'vitest/config';
import { quickCompilation, vulkanEnvironment } from './scripts/vulkan.mjs';

// Every test process inherits the choice of adapter, also when Vitest is started by hand.
Object.assign(process.env, vulkanEnvironment(), quickCompilation);

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'src/**/*.test.tsx', 'scripts/**/*.test.ts'],
    // Dawn keeps native threads; a process of its own per file lets it end cleanly.
    pool: 'forks',
    maxWorkers: 2,
    allowOnly: false,
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
