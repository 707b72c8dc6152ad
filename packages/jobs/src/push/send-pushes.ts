import { RateLimitedError } from '@shopmirror/platforms'
import { z } from 'zod'
import type { JobContext } from '../context.ts'
import { refetchObjects } from '../inbox/refetch-objects.ts'
import { defineJob } from '../queue/define-job.ts'
import { keepLease } from './keep-lease.ts'
import { type Page, readPage, withSettings } from './read-page.ts'
import { recoverCalls } from './recover-calls.ts'
import { sendCalls } from './send-calls.ts'
import type { Sender } from './sender.ts'

/** Pushes taken from the ledger at first: few, so that the first call goes out soon. */
const PUSHES_AT_FIRST = 250
/** Pushes taken from it while those before are sent. */
const PUSHES_AT_ONCE = 1_000
/** How long one run sends before other shops get their turn, ms. */
const RUN_MS = 20_000

/**
 * Sends what is due of a shop: one process at a time, one object strictly in order. A push is marked before its call
 * goes out, so that after a crash the next process knows that it has to find out the outcome.
 */
export const sendPushes = defineJob({
  name: 'push.send',
  queue: 'outbox',
  payload: z.object({ shopId: z.string() }),
  options: { attempts: 5, backoffMs: 2_000 },
  id: ({ shopId }) => shopId,
  shopOf: ({ shopId }) => shopId,

  async run({ shopId }, context, attempt) {
    const open = await context.openShop(shopId, 'push')
    // Paused, or without access: what is due waits, and the sweep brings it back.
    if (open.shop.status !== 'active') return
    const lease = await keepLease({ shopId, owner: attempt.id }, context)
    if (!lease) return
    let moreFollow = false
    try {
      moreFollow = await sendDue({ open, context, lease: lease.key, progressed: attempt.progressed }, attempt.signal)
    } catch (error) {
      moreFollow = error instanceof RateLimitedError
      throw error
    } finally {
      await lease.end()
      if (!moreFollow) await readBack(shopId, context)
    }
  },
})

/**
 * While more pushes follow, reading back what was written would take half of the shop's rate limit. Which objects it is stands
 * in the database: the run that sends the last ones finds those of earlier runs, and after five minutes the sweep does.
 */
async function readBack(shopId: string, { db, enqueue }: JobContext): Promise<void> {
  const resources = await db.refetches.resourcesOf(shopId)
  const known = resources.flatMap((resource) => refetchObjects.payload.safeParse({ shopId, resource }).data ?? [])
  await enqueue.many(refetchObjects, known)
}

/** Resolves with whether more pushes follow in another run. */
async function sendDue(given: Omit<Sender, 'settings' | 'lookAgain'>, signal: AbortSignal): Promise<boolean> {
  const shopId = given.open.shop.id
  const end = Date.now() + RUN_MS
  const ledger = { hasMore: false }
  const deps = { ...given, lookAgain: () => void Object.assign(ledger, { hasMore: true }) }
  const look = given.context.db.pushes.firstLook(shopId, PUSHES_AT_FIRST)
  const [{ underWay, unresolved }, sender] = await Promise.all([look, withSettings(deps)])
  await recoverCalls(underWay, sender, signal)

  // What was under way may have created objects that others have waited for.
  const first = { limit: PUSHES_AT_FIRST, ...(underWay.length === 0 && { known: { sender, unresolved } }) }
  let page: Page | null = await readPage(deps, first)
  while (page && !page.isEmpty) {
    // Other shops first: this one goes to the end of the queue.
    if (Date.now() >= end) {
      await given.context.enqueue(sendPushes, { shopId })
      return true
    }
    ledger.hasMore = false
    const next: Page | null = await sendPage(page, { signal, end })
    const isOver: boolean = !page.isFull && !ledger.hasMore
    page = next ?? (isOver ? null : await readPage(deps, { limit: PUSHES_AT_ONCE }))
  }
  return false
}

/** Sends a page. While it is under way the next one is read, which is answered unless it is empty. */
async function sendPage(
  { sender, calls, objects, isFull }: Page,
  until: { signal: AbortSignal; end: number },
): Promise<Page | null> {
  const reading = isFull ? readPage(sender, { limit: PUSHES_AT_ONCE, except: objects }) : null
  const [sent, read] = await Promise.allSettled([sendCalls(calls, sender, until), reading])
  if (sent.status === 'rejected') throw sent.reason
  if (read.status === 'rejected') throw read.reason
  return read.value?.isEmpty ? null : read.value
}
