import { z } from 'zod'
import { defineJob } from '../queue/define-job.ts'

const DAY_MS = 24 * 3_600_000
/** Rows of deliveries are kept this many times as long as their bodies, so that what happened stays searchable. */
const ROWS_OUTLIVE_BODIES = 3
/** How long an expired installation is reported as expired; after that as unknown. */
const EXPIRED_DAYS = 30
/** Longer than any platform sends a delivery again. */
const DELIVERY_KEY_DAYS = 7
/** Longer than any signature is valid. */
const USED_CALL_DAYS = 1
/** Rows deleted in one statement. */
const PIECE_ROWS = 5_000

/** Creates the partitions of the days to come, and deletes what has exceeded its retention: whole days, and rows in batches. */
export const sweepRetention = defineJob({
  name: 'retention.sweep',
  queue: 'clock',
  payload: z.object({}),
  options: { attempts: 1, backoffMs: 1_000 },

  async run(_payload, { db, settings, now, log }, { signal }) {
    const ago = (days: number) => new Date(now().getTime() - days * DAY_MS)
    const created = await db.partitions.create()
    const days = [
      ...(await db.deliveries.dropDays(ago(settings.DELIVERY_RETENTION_DAYS * ROWS_OUTLIVE_BODIES))),
      ...(await db.objectChanges.dropDays(ago(settings.LINEAGE_RETENTION_DAYS))),
    ]
    const bodies = await drain(
      () => db.deliveries.sweepBodies(ago(settings.DELIVERY_RETENTION_DAYS), PIECE_ROWS),
      signal,
    )
    const rowsBefore = ago(settings.DELIVERY_RETENTION_DAYS * ROWS_OUTLIVE_BODIES)
    const deliveries = await drain(() => db.deliveries.sweep(rowsBefore, PIECE_ROWS), signal)
    const keys = await drain(() => db.deliveries.sweepKeys(ago(DELIVERY_KEY_DAYS), PIECE_ROWS), signal)
    const rawObjects = await drain(
      () => db.quarantine.sweepRaw(ago(settings.DELIVERY_RETENTION_DAYS), PIECE_ROWS),
      signal,
    )
    const runs = await drain(() => db.runs.sweep(ago(settings.RUN_RETENTION_DAYS), PIECE_ROWS), signal)
    const replays = await drain(() => db.replays.sweep(ago(settings.RUN_RETENTION_DAYS), PIECE_ROWS), signal)
    const payloads = await drain(() => db.pushes.emptyPayloads(ago(settings.PUSH_RETENTION_DAYS), PIECE_ROWS), signal)
    const hours = await drain(() => db.statistics.sweep(ago(settings.STATISTICS_RETENTION_DAYS), PIECE_ROWS), signal)
    const changes = await drain(() => db.objectChanges.sweep(ago(settings.LINEAGE_RETENTION_DAYS), PIECE_ROWS), signal)
    const notes = await drain(() => db.mirror.sweepSeen(PIECE_ROWS), signal)
    const states = await drain(() => db.oauthStates.sweep(ago(EXPIRED_DAYS), PIECE_ROWS), signal)
    const installations = await drain(() => db.installations.sweep(ago(EXPIRED_DAYS), PIECE_ROWS), signal)
    const links = await drain(() => db.connectLinks.sweep(ago(EXPIRED_DAYS), PIECE_ROWS), signal)
    const actions = await drain(() => db.audit.sweep(ago(settings.AUDIT_RETENTION_DAYS), PIECE_ROWS), signal)
    const sessions = await drain(() => db.sessions.sweep(ago(0), PIECE_ROWS), signal)
    const signIns = await drain(() => db.people.sweepVerifications(ago(0), PIECE_ROWS), signal)
    const operatorLinks = await drain(() => db.operatorLinks.sweep(ago(EXPIRED_DAYS), PIECE_ROWS), signal)
    const invitations = await drain(() => db.invitations.sweep(ago(EXPIRED_DAYS), PIECE_ROWS), signal)
    const calls = await drain(() => db.usedCalls.sweep(ago(USED_CALL_DAYS), PIECE_ROWS), signal)
    log.info(
      {
        ...{ created, days, bodies, deliveries, keys, rawObjects, runs, replays, payloads, hours, changes, notes },
        ...{ states, installations, links, calls, actions, sessions, signIns, operatorLinks, invitations },
      },
      'retention.swept',
    )
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
