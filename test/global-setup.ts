/**
 * Databases for the tests: those of DATABASE_URL and REDIS_URL, else servers that run as long as the tests.
 */
export async function setup(): Promise<(() => Promise<void>) | undefined> {
  if (process.env.DATABASE_URL && process.env.REDIS_URL) return undefined

  const { startServices } = await import('@shopmirror/scripts/services.ts')
  const services = await startServices({
    dataDir: '.data/test',
    fresh: true,
    log: (line) => process.stdout.write(`${line}\n`),
  })
  process.env.DATABASE_URL = services.databaseUrl
  process.env.REDIS_URL = services.redisUrl
  return () => services.stop()
}
