import { createLogger } from '@shopmirror/config'
import { createLivePublisher, duplicateRedis, type RedisConnection } from '@shopmirror/jobs'
import { startRedisPair } from '@shopmirror/test/redis-pair.ts'
import { until } from '@shopmirror/test/until.ts'
import { describe, expect, test } from 'vitest'
import { createLiveFeed } from '../src/live/feed.ts'
import { connectRedis } from '../src/redis.ts'
import { startPrivateRedis } from './private-redis.ts'

const log = createLogger({ level: 'silent', name: 'test' })
const PREFIX = 'live'

/** A publisher and a feed on connections of their own, as in two processes, and what the feed has told, in order. */
async function startBoth(url: string) {
  const open = () => connectRedis({ kind: 'server', url }, log)
  const [redis, other] = [open(), open()]
  const publisher = createLivePublisher({ redis: other, prefix: PREFIX })
  const openRedis = () => duplicateRedis(redis)
  const feed = createLiveFeed({ redis, openRedis, prefix: PREFIX, accountsOf: async () => new Map(), log })
  const reported: string[] = []
  feed.subscribe({
    changed: ({ changes }) => void reported.push(...changes.flatMap(({ ids = [] }) => ids)),
    reset: () => void reported.push('reset'),
    live: (isLive) => void reported.push(isLive ? 'up' : 'down'),
  })
  await until(async () => (await feed.position()) !== null)
  reported.splice(0)
  const tell = (id: string) => publisher.tell({ kind: 'run', shopId: 'shp_1', id })
  return {
    ...{ redis, other, publisher, feed, reported, tell },
    [Symbol.dispose]() {
      feed.close()
      for (const each of [redis, other]) each.disconnect()
    },
  }
}

const isReady = (redis: RedisConnection) => until(() => redis.status === 'ready', { timeoutMs: 15_000 })

describe('while Redis is down', () => {
  test('nothing fails or waits, and when it is back, readers read everything again and go on', async () => {
    await using server = await startPrivateRedis()
    using both = await startBoth(server.url)
    both.tell('before')
    await until(() => both.reported.includes('before'))

    await server.stop()
    await until(() => both.reported.includes('down'))
    expect(await both.feed.position()).toBeNull()
    for (let index = 0; index < 20_000; index++) both.tell(`lost_${index}`)
    await expect(both.publisher.close()).resolves.toBeUndefined()

    await server.start()
    await isReady(both.other)
    await until(() => both.reported.includes('up'), { timeoutMs: 15_000 })
    both.tell('after')
    await until(() => both.reported.includes('reset'))
    both.tell('later')
    await until(() => both.reported.at(-1) === 'later')
    expect(both.reported.filter((each) => each.startsWith('lost'))).toEqual([])
  }, 60_000)

  test('a Redis that lost the stream makes readers read everything again', async () => {
    await using server = await startPrivateRedis()
    using both = await startBoth(server.url)
    both.tell('before')
    await until(() => both.reported.includes('before'))
    const position = (await both.feed.position()) ?? ''
    await both.redis.flushall()
    await until(() => both.reported.includes('reset'))
    expect(await both.feed.since(position)).toBeNull()
    both.tell('after')
    await until(() => both.reported.at(-1) === 'after')
  }, 60_000)
})

test('after a failover readers go on where they were, or read everything again', async () => {
  await using pair = await startRedisPair()
  using both = await startBoth(pair.url)
  both.tell('before')
  await until(() => both.reported.includes('before'))
  await pair.failover()
  pair.moveAddress()
  // The old master refuses writes, which closes the publisher's connection.
  await until(
    async () => {
      both.tell('after')
      await both.publisher.close()
      return both.reported.includes('after') || both.reported.includes('reset')
    },
    { timeoutMs: 30_000 },
  )
}, 60_000)

test('the stream in Redis stays small, whatever is told', async () => {
  await using server = await startPrivateRedis()
  using both = await startBoth(server.url)
  for (let round = 0; round < 2_300; round++) {
    both.tell(`run_${round}`)
    await both.publisher.close()
  }
  expect(await both.redis.xlen(`${PREFIX}:live`)).toBeLessThan(2_200)
  expect(await both.feed.since(`${Date.now() - 60_000}-0`)).toBeNull()
}, 60_000)
