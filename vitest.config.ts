import { defineConfig } from 'vitest/config'

const apart = ['**/node_modules/**', '**/.data/**', '**/.tools/**']

export default defineConfig({
  test: {
    // Two workers: the machines this runs on have two cores, and the databases need some of them.
    maxWorkers: 2,
    teardownTimeout: 30_000,
    reporters: ['default', './test/summary-reporter.ts'],
    projects: [
      {
        test: {
          name: 'unit',
          include: ['**/*.test.ts'],
          exclude: [...apart, '**/*.int.test.ts', '**/*.e2e.test.ts'],
          testTimeout: 10_000,
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          name: 'integration',
          include: ['**/*.int.test.ts'],
          exclude: apart,
          globalSetup: './test/global-setup.ts',
          testTimeout: 30_000,
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
          // Each starts an api, workers and a sandbox of its own: one file at a time keeps their timing honest.
          maxWorkers: 1,
          testTimeout: 120_000,
          hookTimeout: 120_000,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
})
