import type { OpenDelivery } from '@shopmirror/db'
import type { JobContext } from '../context.ts'
import { applyAccess } from './apply-access.ts'
import { applyGroup } from './apply-group.ts'
import type { Delivery, Entry, Outcome } from './delivery.ts'

/** A delivery that Postgres has, with its content. */
export type Recorded = OpenDelivery & { delivery: Delivery }

/**
 * Applies them and marks each with its outcome; one that Postgres refuses fails alone. Throws when a dependency of all of
 * them is down; all of it may be repeated.
 */
export async function applyRecorded(open: readonly Recorded[], context: JobContext): Promise<void> {
  const others = open.filter((recorded) => !isAccess(recorded)).map((recorded) => sort(recorded, context))
  const entries = others.filter((item): item is Entry => 'platform' in item)
  const strays = others.filter((item): item is Outcome => 'status' in item)
  const outcomes = [
    ...strays,
    ...(await applyIsolated(open.filter(isAccess), (some) => applyAccess(some, context), context)),
    ...(await applyIsolated(entries, (some) => applyGroup(some, context), context)),
  ]
  await context.db.deliveries.markHandled(outcomes)
  for (const { status } of outcomes) context.metrics.deliveries(status, 1)
}

async function applyIsolated<Item extends { id: string }>(
  items: readonly Item[],
  apply: (items: readonly Item[]) => Promise<Outcome[]>,
  { db }: JobContext,
): Promise<Outcome[]> {
  const { results, refused } = await db.isolateRefused(items, apply)
  return [
    ...results.flat(),
    ...refused.map(({ item, refusal }) => ({ id: item.id, status: 'failed' as const, error: refusal.reason })),
  ]
}

function isAccess({ delivery }: Recorded): boolean {
  return delivery.about === 'access'
}

function sort({ id, delivery, shop, isRedacted }: Recorded, { platforms }: JobContext): Entry | Outcome {
  const platform = platforms.get(delivery.platform)
  if (!platform) return { id, status: 'ignored', error: `This installation serves no platform ${delivery.platform}.` }
  if (!shop) return { id, status: 'ignored', error: 'The shop is not known here.' }
  return { id, delivery, platform, shop, isRedacted }
}
