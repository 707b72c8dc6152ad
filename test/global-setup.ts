import type { Services } from '@shopmirror/scripts/services.ts'

/** Connections of the pooler to each database. */
const POOL_SIZE = 4

/**
 * Databases for the tests: those of DATABASE_URL and REDIS_URL, else servers that run as long as the tests. With
 * TEST_POOLER=transaction the tests' own databases are reached through a PgBouncer.
 */
export async function setup(): Promise<(() => Promise<void>) | undefined> {
  const services = process.env.DATABASE_URL && process.env.REDIS_URL ? undefined : await startDatabases()
  const pooler = process.env.TEST_POOLER === 'transaction' && !process.env.POOLER_URL ? await startPooler() : undefined
  if (!services && !pooler) return undefined
  return async () => {
    await pooler?.stop()
    await services?.stop()
  }
}

async function startDatabases(): Promise<Services> {
  const { startServices } = await import('@shopmirror/scripts/services.ts')
  const services = await startServices({ dataDir: '.data/test', fresh: true, log })
  process.env.DATABASE_URL = services.databaseUrl
  process.env.REDIS_URL = services.redisUrl
  return services
}

/** Before the server of DATABASE_URL; sets POOLER_URL. */
export async function startPooler(): Promise<{ stop(): Promise<void> } | undefined> {
  if (process.env.POOLER_URL) return undefined
  const { startTestPooler } = await import('./pooler.ts')
  const pooler = await startTestPooler({ databaseUrl: process.env.DATABASE_URL ?? '', poolSize: POOL_SIZE, log })
  process.env.POOLER_URL = pooler.url
  return { stop: async () => pooler[Symbol.asyncDispose]() }
}

function log(line: string): void {
  process.stdout.write(`${line}\n`)
}
