import { z } from 'zod'
import { defineJob } from '../queue/define-job.ts'
import { keepLease } from './keep-lease.ts'
import { planCalls } from './plan-calls.ts'
import { prepareNew } from './prepare-new.ts'
import { recoverCalls } from './recover-calls.ts'
import { sendCall } from './send-call.ts'
import type { Sender } from './sender.ts'

/** Pushes taken from the ledger at once. */
const PUSHES_AT_ONCE = 1_000

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
    try {
      await sendDue({ open, context, lease: lease.key, progressed: attempt.progressed }, attempt.signal)
    } finally {
      await lease.end()
    }
  },
})

async function sendDue(deps: Omit<Sender, 'settings'>, signal: AbortSignal): Promise<void> {
  const { open, context } = deps
  const shopId = open.shop.id
  const withSettings = async (): Promise<Sender> => ({
    ...deps,
    settings: (await context.db.shopSettings.get(shopId))?.pushSettings,
  })
  await recoverCalls(await withSettings(), signal)
  for (;;) {
    const sender = await withSettings()
    const prepared = await prepareNew(sender)
    const pushes = await context.db.pushes.sendable(shopId, PUSHES_AT_ONCE)
    const calls = planCalls(pushes, open.platform.writes ?? {})
    if (prepared === 0 && calls.length === 0) return
    for (const call of calls) {
      signal.throwIfAborted()
      await sendCall(call, sender)
    }
  }
}
