import { z } from 'zod'
import type { JobContext } from './context.ts'
import { defineJob } from './define-job.ts'
import { toDelivery } from './inbox/replay.ts'
import { receiveWebhook } from './receive-webhook.ts'
import { refetchObjects } from './refetch-objects.ts'

const SPILLS_PER_PIECE = 50
const STUCK_PER_SWEEP = 500
const KINDS_PER_SWEEP = 500
const GROUP_SIZE = 50
/**
 * Longer than all attempts of `webhook.receive` together take, so what is found here has no job any more. Times the
 * attempts there were: what fails again and again is replayed ever more rarely.
 */
const STUCK_AFTER_MS = 5 * 60_000

/** Brings back what Redis would not take, oldest first, and what lost its job. All of it may be applied twice, which is harmless. */
export const sweepInbox = defineJob({
  name: 'inbox.sweep',
  queue: 'clock',
  payload: z.object({}),
  options: { attempts: 1, backoffMs: 1_000 },

  async run(_payload, context, { signal }) {
    while (!signal.aborted && (await drainSpill(context)) === SPILLS_PER_PIECE);
    await replayStuck(context)
    await resumeRefetches(context)
  },
})

/** A spilled group leaves Postgres only after the queue has it. */
function drainSpill({ db, enqueue }: JobContext): Promise<number> {
  return db.spill.take(SPILLS_PER_PIECE, async (payloads) => {
    const groups = payloads.map((payload) => receiveWebhook.payload.parse(payload))
    await enqueue.many(receiveWebhook, groups)
  })
}

async function replayStuck({ db, enqueue, now }: JobContext): Promise<void> {
  const at = now().getTime()
  const rows = await db.deliveries.stuck(new Date(at - STUCK_AFTER_MS), STUCK_PER_SWEEP)
  const isDue = ({ receivedAt, attempts }: (typeof rows)[number]) =>
    at - receivedAt.getTime() > STUCK_AFTER_MS * Math.max(attempts, 1)
  const deliveries = rows.filter(isDue).flatMap((row) => toDelivery(row) ?? [])
  for (let from = 0; from < deliveries.length; from += GROUP_SIZE) {
    await enqueue(receiveWebhook, { deliveries: deliveries.slice(from, from + GROUP_SIZE) })
  }
}

async function resumeRefetches({ db, enqueue, now }: JobContext): Promise<void> {
  const kinds = await db.refetches.waitingSince(new Date(now().getTime() - STUCK_AFTER_MS), KINDS_PER_SWEEP)
  const known = z.array(refetchObjects.payload).parse(kinds)
  await enqueue.many(refetchObjects, known)
}
