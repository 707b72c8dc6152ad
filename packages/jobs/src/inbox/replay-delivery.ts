import type { SyncStarters } from '../sync/start-sync.ts'
import { applyDeliveries } from './apply-deliveries.ts'

/** Has a delivery applied once more; `false` when it is unknown or its body is gone. */
export async function replayDelivery(
  id: string,
  { db, enqueue }: Pick<SyncStarters, 'db' | 'enqueue'>,
): Promise<boolean> {
  const reopened = await db.deliveries.replay(id)
  if (!reopened) return false

  await enqueue(applyDeliveries, { ids: [id] })
  return true
}
