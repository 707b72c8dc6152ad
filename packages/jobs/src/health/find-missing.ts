import type { Repositories } from '@shopmirror/db'
import type { RedisConnection } from '../queue/open-redis.ts'
import { queueNames } from '../queue/queue-names.ts'
import { queuePrefix } from '../queue/redis-keys.ts'
import type { ClockState } from './clock-watch.ts'
import { inTime } from './in-time.ts'

/** A dependency that takes longer counts as down, ms. */
const WRITE_TIMEOUT_MS = 1_500
/** Expiry of the key that proves a write, ms. */
const PROBE_TTL_MS = 60_000

/** Names of what a process cannot work without. */
export const dependencies = ['postgres', 'redis', 'clock'] as const

/** What a process cannot work without. */
export interface Dependencies {
  db: Pick<Repositories, 'heartbeats'>
  /** Each connection that the process writes to. */
  redis: readonly RedisConnection[]
  /** Prefix of all our keys in Redis. */
  prefix: string
  clock(): Promise<ClockState>
}

/**
 * Returns the names of what does not work: `postgres` and `redis` when they did not accept a write within 1.5 s,
 * `clock` when it has stopped.
 */
export async function findMissing({ db, redis, prefix, clock }: Dependencies): Promise<string[]> {
  const checks: Record<(typeof dependencies)[number], Promise<unknown>> = {
    postgres: db.heartbeats.beat('readiness'),
    redis: Promise.all(redis.map((each) => writeBeside(queueNames, each, prefix))),
    clock: clock().then(requireInTime),
  }
  const results = await Promise.allSettled(dependencies.map((name) => inTime(checks[name], WRITE_TIMEOUT_MS)))
  return dependencies.filter((_name, index) => results[index]?.status === 'rejected')
}

/** On the node of each queue: in a cluster another node may be down. */
async function writeBeside(queues: readonly string[], redis: RedisConnection, prefix: string): Promise<void> {
  const keys = queues.map((queue) => `${queuePrefix(prefix, queue)}:readiness`)
  await Promise.all(keys.map((key) => redis.set(key, Date.now(), 'PX', PROBE_TTL_MS)))
}

function requireInTime({ isLate, ageMs }: ClockState): void {
  if (isLate) throw new Error(`The clock last ticked ${Math.round(ageMs / 1_000)} s ago.`)
}
