import { toDelivery } from './inbox/replay.ts'
import { receiveWebhook } from './receive-webhook.ts'
import type { SyncStarters } from './start-sync.ts'

/** Has a delivery applied once more; `false` when it is unknown or its body is gone. */
export async function replayDelivery(
  id: string,
  { db, enqueue }: Pick<SyncStarters, 'db' | 'enqueue'>,
): Promise<boolean> {
  const row = await db.deliveries.replay(id)
  const delivery = row && toDelivery(row)
  if (!delivery) return false

  await enqueue(receiveWebhook, { deliveries: [delivery] })
  return true
}
