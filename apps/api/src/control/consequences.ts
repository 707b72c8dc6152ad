import type { Repositories } from '@shopmirror/db'
import { presentChange } from './present/activity.ts'

const CHANGES_MAX = 100

interface Cause {
  shopId: string
  /** Id of a delivery, push or run. */
  cause: string
  since: Date
}

/** What a delivery, push or run led to in the mirror, and which objects wait to be read because of it. */
export async function findConsequences({ shopId, cause, since }: Cause, db: Repositories) {
  const [changes, waiting] = await Promise.all([
    db.objectChanges.causedBy({ shopId, cause, since, limit: CHANGES_MAX }),
    db.refetches.causedBy(shopId, cause, CHANGES_MAX),
  ])
  return {
    led_to: changes.map(presentChange),
    reading: waiting.map(({ resource, externalId }) => `${resource}/${externalId}`),
  }
}
