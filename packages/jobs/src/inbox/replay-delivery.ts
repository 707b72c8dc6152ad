import { type OutboxDeps, withOutbox } from '../queue/with-outbox.ts'
import { applyDeliveries } from './apply-deliveries.ts'

/** Applies a delivery again; `false` when it is unknown or its body has been deleted. */
export function replayDelivery(id: string, deps: OutboxDeps): Promise<boolean> {
  return withOutbox(deps, async (db, enqueue) => {
    if (!(await db.deliveries.replay(id))) return false
    await enqueue(applyDeliveries, { ids: [id] })
    return true
  })
}
