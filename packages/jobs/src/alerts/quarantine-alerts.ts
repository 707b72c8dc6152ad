import type { Keyset, ShopQuarantine } from '@shopmirror/db'
import type { JobContext } from '../context.ts'
import { readPages } from '../queue/read-pages.ts'
import { QUARANTINE } from './describe-alert.ts'

/** One alert for each shop that has quarantined objects, for as long as it has any. */
export async function updateQuarantineAlerts({ db }: Pick<JobContext, 'db'>, signal: AbortSignal): Promise<void> {
  const read = (page: Keyset) => db.quarantine.summary(page)
  for await (const shops of readPages(read, ({ shopId }) => shopId, { signal }))
    for (const shop of shops) await db.alerts.raise({ shopId: shop.shopId, kind: QUARANTINE, ...describe(shop) })
  await db.alerts.resolveWithoutQuarantine(QUARANTINE)
}

function describe({ count, latest: { table, externalId, reason } }: ShopQuarantine) {
  const object = `${table}/${externalId}`
  const objects = count === 1 ? '1 object' : `${count} objects`
  return {
    detail: `${objects} could not be stored. The last one is ${object}. ${reason}`,
    facts: { about: 'quarantine', count, object, reason } as const,
  }
}
