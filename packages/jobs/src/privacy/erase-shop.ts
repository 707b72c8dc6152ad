import { PermanentError } from '@shopmirror/platforms'
import { z } from 'zod'
import type { JobContext } from '../context.ts'
import { type Attempt, defineJob } from '../queue/define-job.ts'

/** Rows of one table deleted in one transaction: short locks, little to repeat. */
const PIECE_ROWS = 5_000

/** Deletes a shop's mirror and deliveries in batches; each batch and its count in the evidence are one transaction. */
export const eraseShop = defineJob({
  name: 'shop.erase',
  queue: 'shops',
  payload: z.object({ erasureId: z.string() }),
  options: { attempts: 8, backoffMs: 2_000 },
  id: ({ erasureId }) => erasureId,

  async run({ erasureId }, context, attempt) {
    const erasure = await context.db.erasures.findById(erasureId)
    if (!erasure || erasure.finishedAt) return
    await requireUninstalled(erasure.shopId, context)

    while (await eraseBatch(erasure, context, attempt));
    await context.db.erasures.finish(erasureId)
    context.log.info({ shop: erasure.shopId, erasure: erasureId }, 'shop.erased')
  },
})

async function requireUninstalled(shopId: string, { db }: JobContext): Promise<void> {
  const shop = await db.shops.find(shopId)
  if (!shop || shop.status === 'uninstalled') return
  throw new PermanentError(`Shop ${shopId} is ${shop.status}. Only an uninstalled shop can be erased.`)
}

/** Returns whether there may be more rows. */
async function eraseBatch(
  { id, shopId }: { id: string; shopId: string },
  { db }: JobContext,
  { signal }: Attempt,
): Promise<boolean> {
  signal.throwIfAborted()
  return db.transaction(async (tx) => {
    const removed = await tx.mirror.eraseShop(shopId, PIECE_ROWS)
    await tx.erasures.addRemoved(id, removed)
    return Object.values(removed).some((count) => count > 0)
  })
}
