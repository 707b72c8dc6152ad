import { PermanentError } from '@shopmirror/platforms'
import { z } from 'zod'
import { describeFailure } from '../alerts/describe-failure.ts'
import type { JobContext } from '../context.ts'
import { defineJob } from '../queue/define-job.ts'
import { type Identified, identify } from './identify.ts'
import { installShop } from './install-shop.ts'

/**
 * Finds out which shop an unclaimed installation is for, while its code is valid: the claim may come later than that.
 * Continues with the install if an account has already claimed it. Safe to repeat.
 */
export const identifyInstallation = defineJob({
  name: 'installation.identify',
  queue: 'shops',
  payload: z.object({ installationId: z.string() }),
  options: { attempts: 8, backoffMs: 2_000 },
  id: ({ installationId }) => installationId,

  async run({ installationId }, context) {
    const { db, enqueue } = context
    const installation = await db.installations.find(installationId)
    if (!installation) throw new PermanentError(`Installation ${installationId} expired before it was claimed.`)
    const identified = await identify(installation, context)
    if (await isOwned(identified, db)) await enqueue(installShop, { installationId })
  },

  async failed({ installationId }, { db }, error) {
    const installation = await db.installations.find(installationId)
    if (!installation || installation.domain !== null || installation.error !== null) return
    await db.installations.fail(installationId, describeFailure(error).message)
  },
})

/**
 * If the shop is already connected, its merchant reauthorized the app: the installation belongs to the shop's account.
 */
async function isOwned({ id, platform, domain }: Identified, db: JobContext['db']): Promise<boolean> {
  const shop = await db.shops.findConnected(platform, domain)
  if (shop) await db.installations.claim({ id, accountId: shop.accountId })
  // Read after the shop is known: a claim may have been made since, and a later claim enqueues the install itself.
  const installation = await db.installations.find(id)
  return installation !== null && installation.accountId !== null
}
