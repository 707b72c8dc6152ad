import { PermanentError } from '@shopmirror/platforms'
import { z } from 'zod'
import { describeFailure } from '../alerts/describe-failure.ts'
import type { JobContext } from '../context.ts'
import { defineJob } from '../queue/define-job.ts'
import { type Identified, identify } from './identify.ts'
import { installShop } from './install-shop.ts'

/**
 * Finds out which shop an installation of nobody leads to, while its code is good: its claim may come later than that.
 * Goes on with the install where an account has it already. May begin again at any line.
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
    if (!installation) throw new PermanentError(`There is no installation ${installationId}: it expired unclaimed.`)
    const identified = await identify(installation, context)
    if (await isOwned(identified, db)) await enqueue(installShop, { installationId })
  },

  async failed({ installationId }, { db }, error) {
    const installation = await db.installations.find(installationId)
    if (!installation || installation.domain !== null || installation.error !== null) return
    await db.installations.fail(installationId, describeFailure(error).message)
  },
})

/** The merchant of a connected shop gave the access anew: it stays with the account that has it. */
async function isOwned({ id, platform, domain }: Identified, db: JobContext['db']): Promise<boolean> {
  const shop = await db.shops.findConnected(platform, domain)
  if (shop) await db.installations.claim({ id, accountId: shop.accountId })
  // Read after the shop is known: a claim may have come meanwhile, and one that comes later asks for this job again.
  const installation = await db.installations.find(id)
  return installation !== null && installation.accountId !== null
}
