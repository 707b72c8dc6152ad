import { resourceNames, tableOf } from '@shopmirror/platforms'
import { z } from 'zod'
import { defineJob } from './define-job.ts'

/** Reads one object again because something hinted that it changed. Hints that come while it waits are one read. */
export const refetchObject = defineJob({
  name: 'object.refetch',
  queue: 'sync',
  payload: z.object({ shopId: z.string(), resource: z.enum(resourceNames), externalId: z.string().min(1) }),
  options: { attempts: 5, backoffMs: 5_000 },
  id: ({ shopId, resource, externalId }) => `${shopId}-${resource}-${externalId}`,
  shopOf: ({ shopId }) => shopId,

  async run({ shopId, resource, externalId }, { db, openShop, now, metrics, log }) {
    const { client, platform, shop } = await openShop(shopId, 'refetch')
    // Paused or locked out since the hint came: the sync that follows brings the object.
    if (shop.status !== 'active') return log.debug({ shop: shopId, status: shop.status }, 'refetch.skipped')

    const at = now()
    const rows = await client.readObject(resource, externalId)
    if (!rows) {
      await db.mirror.tombstone({ shopId, table: tableOf[resource], externalIds: [externalId], at })
      return
    }
    metrics.rowsWritten(platform.id, await db.mirror.writePage({ shopId, rows }))
  },
})
