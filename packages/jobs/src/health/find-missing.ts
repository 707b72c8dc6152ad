import type { Repositories } from '@shopmirror/db'
import type { Redis } from 'ioredis'
import type { ClockState } from './clock-watch.ts'
import { inTime } from './in-time.ts'

/** A dependency that takes longer does not work, ms. */
const ANSWER_MS = 1_500
/** What was written to prove that it can be leaves by itself, ms. */
const KEEP_MS = 60_000

export interface Dependencies {
  db: Pick<Repositories, 'heartbeats'>
  /** Each connection that the process writes to. */
  redis: readonly Redis[]
  /** Before every key of ours in Redis. */
  prefix: string
  clock(): Promise<ClockState>
}

/** Names those of `postgres` and `redis` that did not take a write in time, and `clock` when it has stopped. */
export async function findMissing({ db, redis, prefix, clock }: Dependencies): Promise<string[]> {
  const checks = {
    postgres: db.heartbeats.beat('readiness'),
    redis: Promise.all(redis.map((each) => each.set(`${prefix}:readiness`, Date.now(), 'PX', KEEP_MS))),
    clock: clock().then(requireInTime),
  }
  const results = await Promise.allSettled(Object.values(checks).map((check) => inTime<unknown>(check, ANSWER_MS)))
  return Object.keys(checks).filter((_name, index) => results[index]?.status === 'rejected')
}

function requireInTime({ isLate, ageMs }: ClockState): void {
  if (isLate) throw new Error(`The clock last ticked ${Math.round(ageMs / 1_000)} s ago.`)
}
