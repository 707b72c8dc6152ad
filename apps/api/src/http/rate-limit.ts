import rateLimit from '@fastify/rate-limit'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Redis } from 'ioredis'
import { addressOf, tooManyRequests } from './address-limit.ts'

/** Limit of requests per caller and minute, counted in Redis for all processes together. */
export interface RateLimitOptions {
  redis: Redis
  prefix: string
  /** Of one caller, where a route says nothing else. */
  perMinute: number
}

/** Counted in Redis for all processes together; while Redis is away nobody is counted. */
export async function registerRateLimit(app: FastifyInstance, { redis, prefix, perMinute }: RateLimitOptions) {
  await app.register(rateLimit, {
    redis,
    nameSpace: `${prefix}:rate-limit:`,
    max: perMinute,
    timeWindow: 60_000,
    // After the key has been read, so that a caller is counted and not an office's address.
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
