import { tableOf } from '@shopmirror/platforms'
import type { ResourceWork } from './work.ts'

const BATCH_SIZE = 500

/** Ids of live mirror rows of the resource that this run has not seen, in batches, ordered by id. */
export async function* unseenIds({ context, run, resource }: ResourceWork): AsyncGenerator<string[], void, undefined> {
  let after = ''
  while (true) {
    const ids = await context.db.mirror.unseen({
      runId: run.id,
      shopId: run.shopId,
      resource,
      table: tableOf[resource],
      after,
      limit: BATCH_SIZE,
    })
    const last = ids.at(-1)
    if (last === undefined) return
    yield ids
    after = last
  }
}
