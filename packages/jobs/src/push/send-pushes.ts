import { z } from 'zod'
import type { JobContext } from '../context.ts'
import { refetchObjects } from '../inbox/refetch-objects.ts'
import { defineJob } from '../queue/define-job.ts'
import { keepLease } from './keep-lease.ts'
import { planCalls } from './plan-calls.ts'
import { prepareNew } from './prepare-new.ts'
import { recoverCalls } from './recover-calls.ts'
import { sendCalls } from './send-calls.ts'
import type { Sender } from './sender.ts'

/** Pushes taken from the ledger at once. */
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
    const touched: Sender['touched'] = new Set()
    try {
      await sendDue({ open, context, touched, lease: lease.key, progressed: attempt.progressed }, attempt.signal)
    } finally {
      await lease.end()
      await readBack(shopId, touched, context)
    }
  },
})

/** Which objects it is stands in the database: after a crash the sweep finds them there. */
async function readBack(shopId: string, touched: Sender['touched'], { enqueue }: JobContext): Promise<void> {
  await enqueue.many(
    refetchObjects,
    [...touched].map((resource) => ({ shopId, resource })),
  )
}

async function sendDue(deps: Omit<Sender, 'settings'>, signal: AbortSignal): Promise<void> {
  const { open, context } = deps
  const shopId = open.shop.id
  const end = Date.now() + RUN_MS
  await recoverCalls(await withSettings(deps), signal)
  while (Date.now() < end) {
    const sender = await withSettings(deps)
    const prepared = await prepareNew(sender)
    const pushes = await context.db.pushes.sendable(shopId, PUSHES_AT_ONCE)
    const calls = planCalls(pushes, open.platform.writes ?? {})
    if (prepared === 0 && calls.length === 0) return
    await sendCalls(calls, sender, { signal, end })
  }
  // Other shops first: this one goes to the end of the queue.
  await context.enqueue(sendPushes, { shopId })
}

/** Settings may change while pushes are sent. */
async function withSettings(deps: Omit<Sender, 'settings'>): Promise<Sender> {
  return { ...deps, settings: (await deps.context.db.shopSettings.get(deps.open.shop.id))?.pushSettings }
}
