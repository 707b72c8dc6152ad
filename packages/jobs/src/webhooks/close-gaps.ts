import type { Resource } from '@shopmirror/platforms'
import type { JobContext, OpenShop } from '../context.ts'
import type { Run } from '../sync/work.ts'

interface FinishedRun {
  run: Run
  open: Pick<OpenShop, 'shop' | 'platform'>
  /** Resources of the run. */
  resources: readonly string[]
}

/** A successful run closes the gaps it was started for; a full run those of every topic whose resources it read. */
export async function closeGaps(
  { run, open: { shop, platform }, resources }: FinishedRun,
  { db }: JobContext,
): Promise<void> {
  if (run.type !== 'full' && !run.since) return
  const settings = await db.shopSettings.get(shop.id)
  const wanted: readonly string[] = settings?.resources ?? platform.reads.resources
  const isRead = (name: Resource) => resources.includes(name) || !wanted.includes(name)
  const topics = platform.webhooks.topics.filter((topic) =>
    (platform.webhooks.resourcesOf?.(topic) ?? platform.reads.resources).every(isRead),
  )
  const since = run.type === 'full' ? null : run.since
  await db.subscriptions.closeGaps({ shopId: shop.id, topics, since, notedBefore: run.createdAt })
}
