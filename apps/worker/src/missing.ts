import type { Redis } from 'ioredis'
import type { Sql } from 'postgres'

/** A dependency that takes longer does not answer, ms. */
const ANSWER_MS = 2_000

/** Names of what the worker cannot work without and cannot reach. */
export async function findMissing({ sql, redis }: { sql: Sql; redis: Redis }): Promise<string[]> {
  const checks = { postgres: within(sql`select 1`), redis: within(redis.ping()) }
  const results = await Promise.allSettled(Object.values(checks))
  return Object.keys(checks).filter((_name, index) => results[index]?.status === 'rejected')
}

async function within(answer: PromiseLike<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error('No answer in time.')), ANSWER_MS)
  })
  await Promise.race([answer, late]).finally(() => clearTimeout(timer))
}
