import { defineConfig } from 'vitest/config'

/** Of each part of the database what uses transactions, locks, COPY and leases, and all processes together. */
const pooled = [
  'packages/db/test/{activity,changes,credentials,deliveries,mirror-copy,object-changes,runs,statistics}.int.test.ts',
  'packages/jobs/test/{job-outbox,receive-webhook,refetch-objects,sweeps}.int.test.ts',
  'apps/worker/test/refused-objects.e2e.test.ts',
]

/** What writes the mirror, and what reads it by sorting or locking. */
const byShop = [
  'packages/db/test/{erasure,mirror-children,mirror-columns,mirror-copy,mirror-dead-parents,mirror-guard,mirror-page,mirror-ties,views}.int.test.ts',
  'packages/jobs/test/{ends,sync-engine}.int.test.ts',
]

/** Of each part of Redis what uses scripts, several keys at once and blocking reads, and all processes together. */
const clustered = [
  'packages/jobs/test/{budget-bucket,crash,enqueue,inbox-isolation,job-outbox,receive-webhook,shop-budget,sweeps}.int.test.ts',
  'apps/worker/test/{move-old-jobs,run,schedules}.int.test.ts',
  'apps/worker/test/refused-objects.e2e.test.ts',
]

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
      {
        test: {
          // The same tests as above behind a PgBouncer of four connections; all of them: TEST_POOLER=transaction.
          name: 'pooled',
          include: pooled,
          exclude: apart,
          globalSetup: './test/pooled-setup.ts',
          env: { TEST_POOLER: 'transaction' },
          testTimeout: 120_000,
          hookTimeout: 120_000,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          // The same tests as above on a Redis Cluster of three masters, each with a replica.
          name: 'cluster',
          include: clustered,
          exclude: apart,
          globalSetup: './test/cluster-setup.ts',
          env: { TEST_REDIS: 'cluster' },
          testTimeout: 120_000,
          hookTimeout: 120_000,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          // The same tests as above with the mirror on partitions by shop; all of them: TEST_PARTITIONS_BY_SHOP=4.
          name: 'partitioned',
          include: byShop,
          exclude: apart,
          globalSetup: './test/global-setup.ts',
          env: { TEST_PARTITIONS_BY_SHOP: '4' },
          testTimeout: 60_000,
          hookTimeout: 60_000,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
})
