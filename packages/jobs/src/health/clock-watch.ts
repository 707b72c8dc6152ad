import type { Repositories } from '@shopmirror/db'
import { inTime } from './in-time.ts'

/** How long an answer about the clock may keep its caller waiting, ms; after that the last one counts. */
const LOOK_MS = 300

export interface ClockWatchOptions {
  db: Pick<Repositories, 'heartbeats'>
  /** A clock that has not ticked for this long has stopped, ms. */
  lateAfterMs: number
  now(): Date
}

export interface ClockState {
  /** Since the last tick; since the start of this process while it knows of none after it. */
  ageMs: number
  isLate: boolean
}

/** Tells whether the schedules still run in any worker. Answers soon, also while Postgres does not. */
export function createClockWatch({ db, lateAfterMs, now }: ClockWatchOptions): () => Promise<ClockState> {
  let tickedAt = now().getTime()
  const look = async () => {
    const last = await db.heartbeats.last('clock')
    tickedAt = Math.max(tickedAt, last?.getTime() ?? 0)
  }
  return async () => {
    // What Postgres does not tell is said by those who ask for Postgres.
    await inTime(look(), LOOK_MS).catch(() => undefined)
    const ageMs = Math.max(0, now().getTime() - tickedAt)
    return { ageMs, isLate: ageMs > lateAfterMs }
  }
}
