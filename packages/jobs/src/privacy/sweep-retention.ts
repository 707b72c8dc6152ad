import { z } from 'zod'
import { defineJob } from '../queue/define-job.ts'

const DAY_MS = 24 * 3_600_000
/** Rows of deliveries outlive their bodies by this factor: what happened stays searchable when the data is gone. */
const ROWS_OUTLIVE_BODIES = 3
/** For this long an expired installation is reported as expired, then as unknown. */
const EXPIRED_DAYS = 30
/** Longer than any signature is valid for. */
const USED_CALL_DAYS = 1
/** Rows removed in one statement. */
const PIECE_ROWS = 5_000

/** Empties and removes what is older than it may be, in pieces, until nothing is left to do. */
export const sweepRetention = defineJob({
  name: 'retention.sweep',
  queue: 'clock',
  payload: z.object({}),
  options: { attempts: 1, backoffMs: 1_000 },

  async run(_payload, { db, settings, now, log }, { signal }) {
    const ago = (days: number) => new Date(now().getTime() - days * DAY_MS)
    const bodies = await drain(
      () => db.deliveries.sweepBodies(ago(settings.DELIVERY_RETENTION_DAYS), PIECE_ROWS),
      signal,
    )
    const rowsBefore = ago(settings.DELIVERY_RETENTION_DAYS * ROWS_OUTLIVE_BODIES)
    const deliveries = await drain(() => db.deliveries.sweep(rowsBefore, PIECE_ROWS), signal)
    const rawObjects = await drain(
      () => db.quarantine.sweepRaw(ago(settings.DELIVERY_RETENTION_DAYS), PIECE_ROWS),
      signal,
    )
    const runs = await drain(() => db.runs.sweep(ago(settings.RUN_RETENTION_DAYS), PIECE_ROWS), signal)
    const notes = await drain(() => db.mirror.sweepSeen(PIECE_ROWS), signal)
    const states = await drain(() => db.oauthStates.sweep(ago(EXPIRED_DAYS), PIECE_ROWS), signal)
    const installations = await drain(() => db.installations.sweep(ago(EXPIRED_DAYS), PIECE_ROWS), signal)
    const calls = await drain(() => db.usedCalls.sweep(ago(USED_CALL_DAYS), PIECE_ROWS), signal)
    log.info({ bodies, deliveries, rawObjects, runs, notes, states, installations, calls }, 'retention.swept')
  },
})

async function drain(sweep: () => Promise<number>, signal: AbortSignal): Promise<number> {
  let total = 0
  while (!signal.aborted) {
    const removed = await sweep()
    total += removed
    if (removed < PIECE_ROWS) break
  }
  return total
}
