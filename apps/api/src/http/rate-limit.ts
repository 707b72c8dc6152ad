import rateLimit from '@fastify/rate-limit'
import { type RedisConnection, redisKey } from '@shopmirror/jobs'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { addressOf, tooManyRequests } from './address-limit.ts'

/** Limit of requests per caller and minute, counted in Redis for all processes together. */
export interface RateLimitOptions {
  redis: RedisConnection
  prefix: string
  /** Requests per caller and minute, unless a route has its own limit. */
  perMinute: number
}

/** Counts in Redis for all processes; while Redis is down, nothing is limited. */
export async function registerRateLimit(app: FastifyInstance, { redis, prefix, perMinute }: RateLimitOptions) {
  await app.register(rateLimit, {
    redis,
    nameSpace: redisKey(prefix, 'rate-limit:'),
    max: perMinute,
    timeWindow: 60_000,
    // After authentication, so that the key is counted, not an address that many callers may share.
    hook: 'preHandler',
    keyGenerator: callerOrAddress,
    skipOnError: true,
    enableDraftSpec: true,
    errorResponseBuilder: (_request, { ttl }) => tooManyRequests(ttl),
  })
}

function callerOrAddress({ caller, ip }: FastifyRequest): string {
  return caller?.id ?? addressOf(ip)
}
