import { setTimeout as pause } from 'node:timers/promises'
import type { Logger } from '@shopmirror/config'
import {
  createErrorLog,
  ENTRY_FIELD,
  type LiveChange,
  liveKey,
  type RedisConnection,
  unpackEntry,
} from '@shopmirror/jobs'

/** How long one read of the stream waits for the next entry, ms. Below the connection's time-out for an answer. */
const BLOCK_MS = 2_000
/** Between two tries while Redis or Postgres is down, ms. */
const RETRY_MS = 500
/** Entries of one read. */
const READ_MAX = 100
/** Entries that a reader who comes back may have missed; beyond that it reads everything again. */
const MISSED_MAX = 500

/** Position before the first entry of a stream. */
const START = '0-0'

/** A change with the account that may see it; `null`: only operators. */
export interface OwnedChange extends LiveChange {
  accountId: string | null
}

/** Changes after which a reader is at `id`. */
export interface FeedEntry {
  id: string
  changes: OwnedChange[]
}

/** What subscribers are told, in the order of the stream. */
export interface FeedListener {
  changed(entry: FeedEntry): void
  /** Changes before `id` may have been missed. */
  reset(id: string): void
  /** `false`: the stream cannot be read now. */
  live(isLive: boolean): void
}

/** The stream of changes, read once for all subscribers of the process. */
export interface LiveFeed {
  /** Where the feed is; `null` while it cannot be read. Waits a second for the first read. */
  position(): Promise<string | null>
  subscribe(listener: FeedListener): () => void
  /** What came after `id`; `null` when that is not known any more. Throws when a dependency is down. */
  since(id: string): Promise<FeedEntry[] | null>
  close(): void
}

/** `openRedis` opens the connection that waits for entries; `redis` is for other commands. */
export interface LiveFeedOptions {
  redis: RedisConnection
  openRedis(): RedisConnection
  prefix: string
  /** The accounts of shops, by the shop's id. */
  accountsOf(shopIds: string[]): Promise<ReadonlyMap<string, string>>
  log: Logger
}

/** Connects at the first use. */
export function createLiveFeed({ redis, openRedis, prefix, accountsOf, log }: LiveFeedOptions): LiveFeed {
  const key = liveKey(prefix)
  const listeners = new Set<FeedListener>()
  const onError = createErrorLog(log, 'live.error')
  const closing = new AbortController()
  const first = Promise.withResolvers<void>()
  let reader: RedisConnection | null = null
  let isLive = false
  let at: string | null = null

  const tell = (what: (listener: FeedListener) => void) => {
    for (const listener of [...listeners]) what(listener)
  }
  const setLive = (value: boolean) => {
    if (isLive === value) return
    isLive = value
    tell((listener) => listener.live(value))
  }
  const start = () => {
    if (reader || closing.signal.aborted) return
    reader = openRedis()
    reader.on('error', onError)
    void follow(reader)
  }

  async function follow(from: RedisConnection): Promise<void> {
    while (!closing.signal.aborted) {
      try {
        if (from.status !== 'ready') await readyOr(from, pause(RETRY_MS, undefined, { signal: closing.signal }))
        await step(from)
        setLive(true)
        first.resolve()
      } catch (error) {
        if (closing.signal.aborted) return
        onError(error as Error)
        setLive(false)
        await readyOr(from, pause(RETRY_MS, undefined, { signal: closing.signal }))
      }
    }
  }

  async function step(from: RedisConnection): Promise<void> {
    if (at === null) {
      at = await lastId(from, key)
      return
    }
    const rows = await readAfter(from, key, at)
    if (!rows) return reset(await lastId(from, key))
    const [last] = rows.at(-1) ?? []
    if (listeners.size === 0 && last !== undefined) {
      at = last
      return
    }
    for (const { isAfterLoss, ...entry } of await own(rows)) {
      at = entry.id
      if (isAfterLoss) reset(entry.id)
      else tell((listener) => listener.changed(entry))
    }
  }

  function reset(id: string): void {
    at = id
    tell((listener) => listener.reset(id))
  }

  /** Which accounts may see the changes. */
  async function own(rows: readonly StreamRow[]) {
    const entries = rows.map(([id, fields]) => ({ id, ...unpackEntry(contentOf(fields)) }))
    const shopIds = new Set(entries.flatMap(({ changes }) => changes.flatMap(({ shopId }) => shopId ?? [])))
    const accounts = await accountsOf([...shopIds])
    const ownerOf = ({ shopId, accountId }: LiveChange) =>
      shopId === null ? accountId : (accounts.get(shopId) ?? accountId)
    return entries.map(({ changes, ...entry }) => ({
      ...entry,
      changes: changes.map((change): OwnedChange => ({ ...change, accountId: ownerOf(change) })),
    }))
  }

  return {
    async position() {
      start()
      if (at === null) await Promise.race([first.promise, pause(RETRY_MS * 2, undefined, { ref: false })])
      return isLive ? at : null
    },
    subscribe(listener) {
      start()
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    async since(id) {
      if (id === START) return null
      const rows = (await redis.xrange(key, id, '+', 'COUNT', MISSED_MAX + 1)) as StreamRow[]
      if (rows[0]?.[0] !== id || rows.length > MISSED_MAX) return null
      const entries = await own(rows.slice(1))
      return entries.some(({ isAfterLoss }) => isAfterLoss) ? null : entries
    },
    close() {
      closing.abort()
      listeners.clear()
      reader?.disconnect()
    },
  }
}

type StreamRow = [id: string, fields: string[]]

/** `null` when the entry at `position` is gone: entries after it may be gone, too. */
async function readAfter(redis: RedisConnection, key: string, position: string): Promise<StreamRow[] | null> {
  const answers = await redis
    .pipeline()
    .xrange(key, position, position)
    .xread('COUNT', READ_MAX, 'BLOCK', BLOCK_MS, 'STREAMS', key, position)
    .exec()
  const [known, read] = (answers ?? []).map(([error, value]) => {
    if (error) throw error
    return value
  })
  if (position !== START && (known as StreamRow[]).length === 0) return null
  const [stream] = (read ?? []) as [string, StreamRow[]][]
  return stream?.[1] ?? []
}

/** A connection that was just opened is usually ready sooner. */
async function readyOr(redis: RedisConnection, waiting: Promise<void>): Promise<void> {
  const ready = Promise.withResolvers<void>()
  redis.once('ready', ready.resolve)
  await Promise.race([redis.status === 'ready' ? waiting : ready.promise, waiting]).catch(() => undefined)
  redis.off('ready', ready.resolve)
}

async function lastId(redis: RedisConnection, key: string): Promise<string> {
  const [last] = (await redis.xrevrange(key, '+', '-', 'COUNT', 1)) as StreamRow[]
  return last?.[0] ?? START
}

function contentOf(fields: readonly string[]): string {
  return fields[fields.indexOf(ENTRY_FIELD) + 1] ?? ''
}
