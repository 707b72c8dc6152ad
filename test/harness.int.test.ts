import { connect } from '@shopmirror/db'
import { expect, test } from 'vitest'
import { createTestDatabase } from './database.ts'
import { connectTo, testRedis } from './redis.ts'
import { until } from './until.ts'

async function listDatabases(url: string): Promise<string[]> {
  const sql = connect({ url, max: 1 })
  const rows = await sql<{ datname: string }[]>`select datname from pg_database`
  await sql.end()
  return rows.map((row) => row.datname)
}

const nameOf = (url: string) => new URL(url).pathname.slice(1)

test('two test databases are apart, and gone once disposed of', async () => {
  const first = await createTestDatabase()
  const second = await createTestDatabase()
  expect(first.url).not.toBe(second.url)
  await first[Symbol.asyncDispose]()
  const left = await listDatabases(second.url)
  expect(left).not.toContain(nameOf(first.url))
  expect(left).toContain(nameOf(second.url))
  await second[Symbol.asyncDispose]()
})

test('databases asked for at the same moment share one template', async () => {
  const databases = await Promise.all(Array.from({ length: 4 }, createTestDatabase))
  expect(new Set(databases.map((database) => database.url)).size).toBe(4)
  await Promise.all(databases.map((database) => database[Symbol.asyncDispose]()))
})

test('disposal deletes the keys of its own prefix and no others', async () => {
  const mine = testRedis()
  const other = testRedis()
  const redis = connectTo(mine.address)
  const keys = [`${mine.prefix}:a`, `{${mine.prefix}}:b`, `${other.prefix}:a`]
  for (const key of keys) await redis.set(key, '1')
  await mine[Symbol.asyncDispose]()
  expect(await Promise.all(keys.map((key) => redis.exists(key)))).toEqual([0, 0, 1])
  await other[Symbol.asyncDispose]()
  redis.disconnect()
})

test('a condition that never comes is reported with the last error as its cause', async () => {
  const failure = until(() => Promise.reject(new Error('no rows yet')), {
    timeoutMs: 50,
    intervalMs: 5,
    message: 'rows',
  })
  await expect(failure).rejects.toMatchObject({ message: 'Not within 50 ms: rows', cause: new Error('no rows yet') })
})

test('a zero or an empty text is an answer, not a reason to wait', async () => {
  expect(await until(() => 0)).toBe(0)
  expect(await until(() => '')).toBe('')
})
