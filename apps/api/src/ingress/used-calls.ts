import type { Redis } from 'ioredis'

/** Longer than any signature window anybody sets: after it the signature itself is too old. */
const REMEMBER_SECONDS = 86_400

export interface Call {
  platform: string
  /** Install, open and uninstall are told apart. */
  purpose: string
  nonce: string
}

export interface UsedCalls {
  /** Does the work, unless this very call was done before. Throws while Redis is away: then nobody can tell. */
  once<T>(call: Call, work: () => Promise<T>): Promise<{ done: true; result: T } | { done: false }>
}

/** A signed link works once: whoever finds it in a log or a history cannot use it again. */
export function createUsedCalls({ redis, prefix }: { redis: Redis; prefix: string }): UsedCalls {
  return {
    async once({ platform, purpose, nonce }, work) {
      const key = `${prefix}:used-calls:${platform}:${purpose}:${nonce}`
      if ((await redis.set(key, '1', 'EX', REMEMBER_SECONDS, 'NX')) !== 'OK') return { done: false }
      try {
        return { done: true, result: await work() }
      } catch (error) {
        // It was not done: whoever comes again with it must be let in.
        await redis.del(key).catch(() => undefined)
        throw error
      }
    },
  }
}
