import { setup as setUpDatabases, startPooler } from './global-setup.ts'

/** As for all tests, and a PgBouncer before Postgres, for the projects whose tests run with TEST_POOLER. */
export async function setup(): Promise<() => Promise<void>> {
  const stop = await setUpDatabases()
  const pooler = await startPooler()
  return async () => {
    await pooler?.stop()
    await stop?.()
  }
}
