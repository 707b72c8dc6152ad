import { RateLimitedError } from '@shopmirror/platforms'
import { z } from 'zod'
import type { JobContext } from '../context.ts'
import { uninstallShop } from '../installs/uninstall-shop.ts'
import { type Attempt, defineJob } from '../queue/define-job.ts'
import { eraseShop } from './erase-shop.ts'

/** Interval at which the job checks whether the erasure has finished, ms. */
const CHECK_EVERY_MS = 5_000

type Request = NonNullable<Awaited<ReturnType<JobContext['db']['privacy']['find']>>>

/**
 * Erases everything of a shop now, without the grace period. A shop that was installed again since is kept. A shop
 * whose uninstall was never reported is uninstalled first.
 */
export const redactShop = defineJob({
  name: 'shop.redact',
  queue: 'shops',
  payload: z.object({ requestId: z.string() }),
  options: { attempts: 8, backoffMs: 2_000 },
  id: ({ requestId }) => requestId,

  async run({ requestId }, context, attempt) {
    const { db, log } = context
    const request = await db.privacy.find(requestId)
    if (!request || request.finishedAt) return

    if (await isConnected(request, context, attempt))
      return void (await db.privacy.finish(requestId, { outcome: 'connected_again' }))

    const erasure = await db.erasures.find(request.shopId)
    if (erasure && !erasure.finishedAt) return waitFor(erasure.id, request, context)
    await db.privacy.finish(requestId, { outcome: 'erased', ...(erasure && { evidence: erasure.removed }) })
    log.info({ shop: request.shopId, request: requestId }, 'shop.redacted')
  },
})

/** Uninstalls the shop if it was installed before the request. Returns whether it is still connected. */
async function isConnected({ shopId, installedBefore, receivedAt }: Request, context: JobContext, attempt: Attempt) {
  const end = { shopId, reason: 'redact', endedAt: (installedBefore ?? receivedAt).toISOString() }
  const find = () => context.db.shops.find(shopId)
  if ((await find())?.status !== 'uninstalled') await uninstallShop.run(end, context, attempt)
  const shop = await find()
  return shop !== null && shop.status !== 'uninstalled'
}

async function waitFor(erasureId: string, { platform }: Request, { db, enqueue }: JobContext): Promise<never> {
  await db.erasures.setDueNow(erasureId)
  await enqueue(eraseShop, { erasureId })
  throw new RateLimitedError('The erasure of the shop has not finished yet.', {
    platform,
    retryAfterMs: CHECK_EVERY_MS,
  })
}
