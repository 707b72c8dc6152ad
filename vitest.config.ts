import { defineConfig } from 'vitest/config'

const apart = ['**/node_modules/**', '**/.data/**', '**/.tools/**']

export default defineConfig({
  test: {
    // More than the two cores of a small machine: most tests wait for databases, processes and retries.
    maxWorkers: 4,
    teardownTimeout: 30_000,
    reporters: ['default', './test/summary-reporter.ts'],
    projects: [
      {
        test: {
          name: 'unit',
          include: ['**/*.test.ts'],
          exclude: [...apart, '**/*.int.test.ts', '**/*.e2e.test.ts'],
          testTimeout: 30_000,
          // They share nothing but modules, and loading those again for each file takes longer than most tests.
          isolate: false,
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          name: 'integration',
          include: ['**/*.int.test.ts'],
          exclude: apart,
          globalSetup: './test/global-setup.ts',
          testTimeout: 60_000,
          hookTimeout: 60_000,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['**/*.e2e.test.ts'],
          exclude: apart,
          globalSetup: './test/global-setup.ts',
          testTimeout: 120_000,
          hookTimeout: 120_000,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
})
