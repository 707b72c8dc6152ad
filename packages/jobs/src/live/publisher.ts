import type { Change } from '@shopmirror/db'
import type { RedisConnection } from '../queue/open-redis.ts'
import { createChangeCollector } from './collect-changes.ts'
import { ENTRY_FIELD, type LiveChange, liveKey, packEntry } from './entry.ts'

/** Changes are collected for this long, ms, then written together. */
const COLLECT_MS = 200
/** Different changes that wait at most; beyond that they are dropped and readers read everything again. */
const WAITING_MAX = 5_000
/** Changes in one entry of the stream: below 20 KB. */
const ENTRY_MAX = 200
/** Entries that the stream keeps, about; with full entries 40 MB, usually below 1 MB. */
const STREAM_MAX = 2_000
/** What is left is written at the end within this, ms. */
const CLOSE_MS = 500

/** Tells the people who look at it what changed. */
export interface LivePublisher {
  /** Neither waits nor throws, whatever becomes of Redis. */
  tell(change: Change): void
  /** Writes what is left; gives up after half a second. */
  close(): Promise<void>
}

/** What the publisher needs. Nothing is sent over the connection while it is not ready. */
export interface LivePublisherOptions {
  redis: RedisConnection
  /** Prefix of all our keys in Redis. */
  prefix: string
}

/**
 * Writes changes to one capped stream in Redis, in batches, never two at once, so that their order is kept. What cannot be
 * written is dropped, and the next entry says so.
 */
export function createLivePublisher({ redis, prefix }: LivePublisherOptions): LivePublisher {
  const key = liveKey(prefix)
  const collector = createChangeCollector()
  let hasLost = false
  let timer: NodeJS.Timeout | null = null
  let writing: Promise<void> | null = null

  const schedule = () => {
    timer ??= setTimeout(flush, COLLECT_MS)
  }
  const flush = () => {
    timer = null
    writing ??= write(collector.take()).finally(() => {
      writing = null
      if (collector.size() > 0) schedule()
    })
  }
  const write = async (changes: LiveChange[]) => {
    try {
      if (redis.status !== 'ready') throw new Error('Redis is down.')
      for (let start = 0; start < changes.length; start += ENTRY_MAX) {
        const entry = { isAfterLoss: hasLost, changes: changes.slice(start, start + ENTRY_MAX) }
        await redis.xadd(key, 'MAXLEN', '~', STREAM_MAX, '*', ENTRY_FIELD, packEntry(entry))
        hasLost = false
      }
    } catch {
      hasLost = true
    }
  }

  return {
    tell(change) {
      if (collector.size() >= WAITING_MAX) {
        collector.take()
        hasLost = true
      }
      collector.add(change)
      if (!writing) schedule()
    },
    async close() {
      const last = Promise.withResolvers<void>()
      const giveUp = setTimeout(last.resolve, CLOSE_MS)
      void drain().then(last.resolve)
      await last.promise
      clearTimeout(giveUp)
    },
  }

  async function drain(): Promise<void> {
    await writing
    if (timer) clearTimeout(timer)
    if (collector.size() > 0) flush()
    await writing
  }
}
