import type { RedisAddress } from '@shopmirror/config'
import { createKeyring, openDatabase } from '@shopmirror/db'
import { createTestDatabase } from '@shopmirror/test/database.ts'
import { startPrivatePostgres } from '@shopmirror/test/private-postgres.ts'
import { testRedis } from '@shopmirror/test/redis.ts'
import { startRedisPair } from '@shopmirror/test/redis-pair.ts'
import { until } from '@shopmirror/test/until.ts'
import { expect, test } from 'vitest'
import { createClockWatch } from '../src/health/clock-watch.ts'
import { findMissing } from '../src/health/find-missing.ts'
import { openRedis } from '../src/queue/open-redis.ts'

const MINUTE_MS = 60_000
const keyring = createKeyring(`test:${Buffer.alloc(32).toString('base64')}`)
const running = async () => ({ ageMs: 0, isLate: false })
const open = (address: RedisAddress) => openRedis({ address, commands: 'fail', onError: () => undefined })

test('a Postgres that only reads, or hangs, is missing, and back as soon as the address leads to one that writes', async () => {
  await using postgres = await startPrivatePostgres()
  await using corner = testRedis()
  const database = openDatabase({ url: postgres.url, keyring, max: 2 })
  const redis = open(corner.address)
  await until(() => redis.status === 'ready')
  const ask = () => findMissing({ db: database.repositories, redis: [redis], prefix: corner.prefix, clock: running })
  expect(await ask()).toEqual([])

  await postgres.becomeStandby()
  expect(await ask()).toEqual(['postgres'])
  await postgres.becomePrimary()
  await until(async () => (await ask()).length === 0)

  postgres.address.hang()
  const askedAt = performance.now()
  expect(await ask()).toEqual(['postgres'])
  expect(performance.now() - askedAt).toBeLessThan(10_000)
  redis.disconnect()
  await database.close()
})

test('a Redis that is full, or a replica, is missing although it answers', async () => {
  await using pair = await startRedisPair()
  await using testDatabase = await createTestDatabase()
  const database = openDatabase({ url: testDatabase.url, keyring, max: 2 })
  const redis = open({ kind: 'server', url: pair.url })
  await until(() => redis.status === 'ready')
  const ask = () => findMissing({ db: database.repositories, redis: [redis], prefix: '{test}', clock: running })
  expect(await ask()).toEqual([])

  await redis.config('SET', 'maxmemory', '1')
  expect(await ask()).toEqual(['redis'])
  await redis.config('SET', 'maxmemory', '0')
  expect(await ask()).toEqual([])

  await pair.failover()
  expect(await ask()).toEqual(['redis'])
  redis.disconnect()
  await database.close()
})

test('a clock that has not ticked for too long is missing; a process that has just started waits as long for it', async () => {
  await using testDatabase = await createTestDatabase()
  await using corner = testRedis()
  let now = new Date('2026-06-01T00:00:00Z')
  const database = openDatabase({ url: testDatabase.url, keyring, max: 2, now: () => now })
  const db = database.repositories
  const redis = open(corner.address)
  await until(() => redis.status === 'ready')
  const clock = createClockWatch({ db, lateAfterMs: 5 * MINUTE_MS, now: () => now })
  const ask = () => findMissing({ db, redis: [redis], prefix: corner.prefix, clock })
  const later = (minutes: number) => {
    now = new Date(now.getTime() + minutes * MINUTE_MS)
  }
  later(4)
  expect(await ask()).toEqual([])
  later(2)
  expect(await ask()).toEqual(['clock'])
  await db.heartbeats.beat('clock')
  expect(await ask()).toEqual([])
  later(6)
  expect(await ask()).toEqual(['clock'])
  expect(await clock()).toEqual({ ageMs: 6 * MINUTE_MS, isLate: true })
  redis.disconnect()
  await database.close()
})
