/** A setting that `global-setup.ts` provides to every integration and end-to-end test. */
export function required(name: 'DATABASE_URL' | 'REDIS_URL' | 'POOLER_URL' | 'TEST_CLUSTER_NODES'): string {
  const value = process.env[name]
  if (value) return value
  throw new Error(
    `${name} is not set. Name the file *.int.test.ts or *.e2e.test.ts: those get databases; unit tests do not.`,
  )
}
