import { setTimeout as pause } from 'node:timers/promises'
import { RateLimitedError } from '@shopmirror/platforms'
import { z } from 'zod'
import type { JobContext } from '../context.ts'
import { applyDeliveries } from '../inbox/apply-deliveries.ts'
import { defineJob } from '../queue/define-job.ts'
import { withOutbox } from '../queue/with-outbox.ts'

/** Deliveries taken in one transaction and applied by one job. */
const BATCH_SIZE = 100
/** Deliveries of one shop that may be under way. */
const DELIVERIES_UNDER_WAY_MAX = 2 * BATCH_SIZE
/** Objects of one shop that may wait to be read: a new webhook's object waits behind no more than these. */
const READS_WAITING_MAX = 50
/** How often it is checked whether there is room, ms. */
const CHECK_EVERY_MS = 200
/** Checks before the job goes back to its queue, so that a slow shop takes no worker. */
const CHECKS_MAX = 15
/** How long it then stays there, ms. */
const RETURN_AFTER_MS = 3_000

/** One shop's part of a replay. */
const replayPart = z.object({ replayId: z.string(), shopId: z.string() })
type Part = z.output<typeof replayPart>

/**
 * Applies the deliveries of one shop's part of a replay again, batch after batch. New webhooks go first: the jobs of a
 * replay have a lower priority, and the next batch is taken only when little is under way, which also keeps it to the
 * shop's rate limit.
 */
export const runReplay = defineJob({
  name: 'replay.run',
  queue: 'sync',
  payload: replayPart,
  options: { attempts: 5, backoffMs: 5_000 },
  id: ({ replayId, shopId }) => `${replayId}-${shopId}`,
  shopOf: ({ shopId }) => shopId,

  async run(part, context, { signal, progressed }) {
    for (let ended = false; !ended; progressed()) {
      await waitForRoom(part, { deliveries: DELIVERIES_UNDER_WAY_MAX, reads: READS_WAITING_MAX }, context, signal)
      ended = await replayBatch(part, context)
    }
    await waitForRoom(part, { deliveries: 1, reads: Number.POSITIVE_INFINITY }, context, signal)
    await context.db.replays.finishPart(part)
  },
})

/** The checkpoint, the reopened deliveries and the job that applies them are committed together. */
function replayBatch(part: Part, context: JobContext): Promise<boolean> {
  return withOutbox(context, async (tx, enqueue) => {
    const { ids, ended } = await tx.replays.take(part, BATCH_SIZE)
    if (ids.length > 0) await enqueue(applyDeliveries, { ids }, { isUrgent: false })
    return ended
  })
}

/** Resolves when less than that is under way. */
async function waitForRoom(
  part: Part,
  below: { deliveries: number; reads: number },
  { db }: JobContext,
  signal: AbortSignal,
): Promise<void> {
  for (let check = 0; check < CHECKS_MAX; check++) {
    const { deliveries, reads } = await db.replays.underWay(part)
    if (deliveries < below.deliveries && reads < below.reads) return
    await pause(CHECK_EVERY_MS, undefined, { signal })
  }
  throw new RateLimitedError(`Replay ${part.replayId} waits until the shop has taken what is under way.`, {
    retryAfterMs: RETURN_AFTER_MS,
  })
}
