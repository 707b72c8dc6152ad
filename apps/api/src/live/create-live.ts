import type { Logger } from '@shopmirror/config'
import { duplicateRedis, type RedisConnection } from '@shopmirror/jobs'
import type { Registry } from 'prom-client'
import type { Api } from '../http/api.ts'
import { type AuthDeps, whoIsAsking } from '../http/auth.ts'
import { createAccountLookup } from './account-lookup.ts'
import { createLiveFeed, type LiveFeed } from './feed.ts'
import { createLiveHub, type LiveHub } from './hub.ts'
import { createLiveMetrics } from './metrics.ts'

/** Live events of a process: one reader of the stream and its connections. */
export interface Live {
  feed: LiveFeed
  hub: LiveHub
}

/** `redis`: a connection whose commands fail while Redis is down. */
export interface LiveDeps extends AuthDeps {
  redis: RedisConnection
  prefix: string
  registry: Registry
  log: Logger
}

/** Connections end when the app is closed; nothing connects before the first reader comes. */
export function createLive(app: Api, deps: LiveDeps): Live {
  const { db, redis, prefix, registry, log } = deps
  const accountsOf = createAccountLookup(db.shops.accountsOf)
  const feed = createLiveFeed({ redis, openRedis: () => duplicateRedis(redis), prefix, accountsOf, log })
  const hub = createLiveHub({
    feed,
    whoIs: (request, reply) => whoIsAsking(request, reply, deps),
    metrics: createLiveMetrics(registry),
  })
  app.addHook('preClose', async () => hub.close())
  return { feed, hub }
}
