import type { Keyset, SpilledGroup } from '@shopmirror/db'
import { z } from 'zod'
import type { JobContext } from '../context.ts'
import { type Attempt, defineJob } from '../queue/define-job.ts'
import { readPages } from '../queue/read-pages.ts'
import { applyDeliveries } from './apply-deliveries.ts'
import { receiveWebhook } from './receive-webhook.ts'
import { refetchObjects } from './refetch-objects.ts'

/** Spilled batches, and stuck deliveries, enqueued in one step. */
const GROUPS_AT_ONCE = 50
const STUCK_AT_ONCE = 500
const PAGES_PER_SWEEP = 1_000
/** So that a backlog does not fill Redis; the next sweep takes the rest. */
const STUCK_PER_SWEEP = 5_000
const GROUP_SIZE = 50
/** Longer than all attempts of `webhook.apply` together, so an open delivery this old has no job any more, ms. */
const STUCK_AFTER_MS = 5 * 60_000

/** Enqueues what Redis did not accept, oldest first, and what lost its job. Applying any of it twice is harmless. */
export const sweepInbox = defineJob({
  name: 'inbox.sweep',
  queue: 'clock',
  payload: z.object({}),
  options: { attempts: 1, backoffMs: 1_000 },

  async run(_payload, context, attempt) {
    const { signal } = attempt
    await drainSpill(context, attempt)
    await context.enqueue.retryFailed(receiveWebhook)
    await replayStuck(context, signal)
    await resumeRefetches(context, signal)
  },
})

async function drainSpill(context: JobContext, attempt: Attempt): Promise<void> {
  const take = (page: Keyset) => context.db.spill.take(page, (groups) => enqueueGroups(groups, context, attempt))
  const pages = readPages(take, String, { signal: attempt.signal, limit: GROUPS_AT_ONCE })
  let count = 0
  for await (const _taken of pages) {
    count += 1
    // Deliveries that the database refuses come back to the end of the spill.
    if (count >= PAGES_PER_SWEEP) return
  }
}

/**
 * A batch that cannot be parsed stays: it was acknowledged, and its encryption key may be restored. Returns the ids of
 * the others.
 */
async function enqueueGroups(
  groups: readonly SpilledGroup[],
  context: JobContext,
  attempt: Attempt,
): Promise<string[]> {
  const { enqueue, log } = context
  const parsed = groups.map(({ id, payload }) => ({ id, ...receiveWebhook.payload.safeParse(payload) }))
  const readable = parsed.filter((group) => group.success)
  const unreadable = parsed.filter((group) => !group.success)
  if (unreadable.length > 0) log.error({ groups: unreadable.map(({ id }) => id) }, 'inbox.spill_unreadable')
  await enqueue.many(
    receiveWebhook,
    readable.map(({ data }) => data),
  )
  if (await isReplicated(context)) return readable.map(({ id }) => id)
  // Only this Redis has the jobs, and a failover would lose them.
  const recorded = await Promise.allSettled(readable.map(({ data }) => receiveWebhook.run(data, context, attempt)))
  return readable.filter((_group, index) => recorded[index]?.status === 'fulfilled').map(({ id }) => id)
}

async function isReplicated({ inboxReplicated, log }: JobContext): Promise<boolean> {
  try {
    await inboxReplicated?.()
    return true
  } catch (error) {
    log.warn({ err: error }, 'inbox.not_replicated')
    return false
  }
}

async function replayStuck({ db, enqueue }: JobContext, signal: AbortSignal): Promise<void> {
  for (let replayed = 0; replayed < STUCK_PER_SWEEP && !signal.aborted; ) {
    const rows = await db.deliveries.stuck({ afterMs: STUCK_AFTER_MS, limit: STUCK_AT_ONCE })
    const ids = rows.map(({ id }) => id)
    for (let from = 0; from < ids.length; from += GROUP_SIZE) {
      await enqueue(applyDeliveries, { ids: ids.slice(from, from + GROUP_SIZE) })
    }
    await db.deliveries.markRequeued(ids)
    if (ids.length < STUCK_AT_ONCE) return
    replayed += ids.length
  }
}

async function resumeRefetches({ db, enqueue, now }: JobContext, signal: AbortSignal): Promise<void> {
  const before = new Date(now().getTime() - STUCK_AFTER_MS)
  const read = (page: Keyset) => db.refetches.waitingSince(before, page)
  for await (const shops of readPages(read, ({ shopId }) => shopId, { signal })) {
    const kinds = shops.flatMap(({ shopId, resources }) => resources.map((resource) => ({ shopId, resource })))
    // A hint may be for a resource that only an older or newer release knows.
    const known = kinds.flatMap((kind) => refetchObjects.payload.safeParse(kind).data ?? [])
    await enqueue.many(refetchObjects, known)
  }
}
