import { defineConfig } from 'vitest/config';
import { quickCompilation, vulkanEnvironment } from './scripts/vulkan.mjs';

// Every test process inherits the choice of adapter, also when Vitest is started by hand.
Object.assign(process.env, vulkanEnvironment(), quickCompilation);

/** Keeps every core busy by itself, so it runs before the others and not beside them. */
const alone = 'src/cli/golden.test.ts';

export default defineConfig({
  test: {
    projects: [
      { extends: true, test: { name: 'golden', include: [alone], sequence: { groupOrder: 0 } } },
      {
        extends: true,
        test: {
          name: 'others',
          include: ['src/**/*.test.ts', 'src/**/*.test.tsx', 'scripts/**/*.test.ts'],
          exclude: [alone, 'node_modules/**'],
          sequence: { groupOrder: 1 },
        },
      },
    ],
    // Dawn keeps native threads; a process of its own per file lets it end cleanly.
    pool: 'forks',
    maxWorkers: 2,
    allowOnly: false,
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
