import { RateLimitedError } from '@shopmirror/platforms'
import { z } from 'zod'
import type { JobContext } from '../context.ts'
import { uninstallShop } from '../installs/uninstall-shop.ts'
import { type Attempt, defineJob } from '../queue/define-job.ts'
import { eraseShop } from './erase-shop.ts'

/** How soon it is looked again whether the erasure is through, ms. */
const LOOK_AGAIN_MS = 5_000

type Request = NonNullable<Awaited<ReturnType<JobContext['db']['privacy']['find']>>>

/**
 * Everything of a shop that was left goes now, without its grace. A shop that was installed again since stays; one whose
 * end nobody told us ends with this.
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

/** Still, after whatever ended before the request is ended here, too. */
async function isConnected({ shopId, installedBefore, receivedAt }: Request, context: JobContext, attempt: Attempt) {
  const end = { shopId, reason: 'redact', endedAt: (installedBefore ?? receivedAt).toISOString() }
  const find = () => context.db.shops.find(shopId)
  if ((await find())?.status !== 'uninstalled') await uninstallShop.run(end, context, attempt)
  const shop = await find()
  return shop !== null && shop.status !== 'uninstalled'
}

async function waitFor(erasureId: string, { platform }: Request, { db, enqueue }: JobContext): Promise<never> {
  await db.erasures.hasten(erasureId)
  await enqueue(eraseShop, { erasureId })
  throw new RateLimitedError('The erasure of the shop is under way.', { platform, retryAfterMs: LOOK_AGAIN_MS })
}
