import { type Resource, resourceNames } from '@shopmirror/platforms'
import type { JobContext, OpenShop } from '../context.ts'
import { type SyncStarters, startSync } from '../sync/start-sync.ts'

type Subscription = Awaited<ReturnType<JobContext['db']['subscriptions']['list']>>[number]

type Opened = Pick<OpenShop, 'shop' | 'platform'>

/**
 * Starts an incremental run that reads what webhooks may have missed: from the last delivery of the repaired topics on,
 * and only the resources that those topics cover. The gap stays stored until a run has closed it. While another run is
 * open, nothing is started.
 */
export async function backfillGaps({ shop, platform }: Opened, starters: SyncStarters): Promise<void> {
  const { db } = starters
  const all = await db.subscriptions.list({ accountId: null, shopId: shop.id })
  const open = all.filter(({ status, gapSince }) => status === 'active' && gapSince !== null)
  if (open.length === 0 || shop.status !== 'active') return

  const since = new Date(Math.min(...open.map(({ gapSince }) => gapSince?.getTime() ?? Number.POSITIVE_INFINITY)))
  const resources = await resourcesOf(open, { shop, platform }, db)
  if (resources.length > 0)
    await startSync({ shopId: shop.id, type: 'incremental', trigger: 'gap', resources, since }, starters)
  else
    await db.subscriptions.closeGaps({
      shopId: shop.id,
      topics: open.map(({ topic }) => topic),
      since,
      notedBefore: latest(open),
    })
}

/** Empty when the shop's settings exclude every resource that the topics cover. */
async function resourcesOf(
  open: readonly Subscription[],
  { shop, platform }: Opened,
  db: JobContext['db'],
): Promise<Resource[]> {
  const settings = await db.shopSettings.get(shop.id)
  const wanted: readonly string[] = settings?.resources ?? platform.reads.resources
  const covered = new Set(
    open.flatMap(({ topic }) => platform.webhooks.resourcesOf?.(topic) ?? platform.reads.resources),
  )
  return resourceNames.filter(
    (name) => covered.has(name) && wanted.includes(name) && platform.reads.resources.includes(name),
  )
}

function latest(open: readonly Subscription[]): Date {
  return new Date(Math.max(...open.map(({ problemAt }) => problemAt?.getTime() ?? 0)))
}
