import type { Repositories } from '@shopmirror/db'
import { inTime } from './in-time.ts'

/** Longest wait for the last tick from Postgres, ms; after that the last known one is used. */
const READ_TIMEOUT_MS = 300

/** Options of `createClockWatch`. */
export interface ClockWatchOptions {
  db: Pick<Repositories, 'heartbeats'>
  /** A clock that has not ticked for this long has stopped, ms. */
  lateAfterMs: number
  now(): Date
}

/** Whether the scheduled jobs still run in any worker. */
export interface ClockState {
  /** Since the last tick, or since the start of this process if it has seen none, ms. */
  ageMs: number
  isLate: boolean
}

/**
 * Returns a check of whether the schedules still run in any worker. It answers within 300 ms, also while Postgres does
 * not.
 */
export function createClockWatch({ db, lateAfterMs, now }: ClockWatchOptions): () => Promise<ClockState> {
  let tickedAt = now().getTime()
  const readLastTick = async () => {
    const last = await db.heartbeats.last('clock')
    tickedAt = Math.max(tickedAt, last?.getTime() ?? 0)
  }
  return async () => {
    // `findMissing` reports Postgres itself.
    await inTime(readLastTick(), READ_TIMEOUT_MS).catch(() => undefined)
    const ageMs = Math.max(0, now().getTime() - tickedAt)
    return { ageMs, isLate: ageMs > lateAfterMs }
  }
}
