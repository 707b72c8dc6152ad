import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect } from '@shopmirror/db'
import { Redis } from 'ioredis'
import type { Sql } from 'postgres'
import { afterAll, expect, test } from 'vitest'
import { startServices } from './services.ts'

const folder = mkdtempSync(join(tmpdir(), 'services-'))
// Open to the user whom root lends the database to.
chmodSync(folder, 0o711)
afterAll(() => rmSync(folder, { recursive: true }))

// None given: servers of our own are started, whatever this test run itself stands on.
const own = { env: {}, log: () => undefined }

async function withPostgres<T>(url: string, work: (sql: Sql) => Promise<T>): Promise<T> {
  const sql = connect({ url, max: 1 })
  return work(sql).finally(() => sql.end())
}

test('data outlives a stop, a folder has one owner, and Redis keeps what it acknowledged', async () => {
  const dataDir = join(folder, 'kept')
  const first = await startServices({ ...own, dataDir })
  await expect(startServices({ ...own, dataDir })).rejects.toThrow('already runs from this folder')
  const redis = new Redis(first.redisUrl)
  await redis.set('kept', 'yes')
  expect(await redis.config('GET', 'append*')).toEqual(
    expect.arrayContaining(['appendonly', 'yes', 'appendfsync', 'always']),
  )
  expect(await redis.config('GET', 'maxmemory-policy')).toEqual(['maxmemory-policy', 'noeviction'])
  redis.disconnect()
  await withPostgres(first.databaseUrl, (sql) => sql`create table kept as select 1 as one`)
  await first.stop()

  const second = await startServices({ ...own, dataDir })
  expect(await withPostgres(second.databaseUrl, (sql) => sql`select one from kept`)).toEqual([{ one: 1 }])
  const again = new Redis(second.redisUrl)
  expect(await again.get('kept')).toBe('yes')
  again.disconnect()
  await second.stop()
})

test('fresh services leave nothing behind, and two of them are apart', async () => {
  const dataDir = join(folder, 'fresh')
  const [one, two] = await Promise.all([
    startServices({ ...own, dataDir, fresh: true }),
    startServices({ ...own, dataDir, fresh: true }),
  ])
  expect(one.databaseUrl).not.toBe(two.databaseUrl)
  expect(one.redisUrl).not.toBe(two.redisUrl)
  await Promise.all([one.stop(), two.stop()])
  expect(existsSync(one.dataDir) || existsSync(two.dataDir)).toBe(false)
  expect(readdirSync(folder).filter((name) => name.startsWith('fresh'))).toEqual([])
})

test('servers that are given are used as they are', async () => {
  const env = { DATABASE_URL: 'postgres://elsewhere/x', REDIS_URL: 'redis://elsewhere' }
  const services = await startServices({ ...own, env, dataDir: join(folder, 'given') })
  expect(services).toMatchObject({ databaseUrl: env.DATABASE_URL, redisUrl: env.REDIS_URL })
  await services.stop()
})
