import type { Repositories } from '@shopmirror/db'
import { type MirrorRows, OBJECTS_PER_READ, type Resource, type ShopClient, tableOf } from '@shopmirror/platforms'
import type { JobContext, OpenShop } from '../context.ts'

export interface Refetch {
  shopId: string
  resource: Resource
  open: OpenShop
  context: JobContext
}

type Wanted = Awaited<ReturnType<Repositories['refetches']['next']>>

export function objectsAtOnce(client: ShopClient): number {
  return client.readObjects ? OBJECTS_PER_READ : 1
}

/** What exists is mirrored as it is now, what does not is gone; then the hints are served. Harmless to repeat. */
export async function bringObjects(refetch: Refetch, wanted: Wanted): Promise<void> {
  const { shopId, resource, open, context } = refetch
  const at = context.now()
  const { rows, missing } = await read(
    refetch,
    wanted.map(({ externalId }) => externalId),
  )
  if (rows) context.metrics.rowsWritten(open.platform.id, await context.db.mirror.writePage({ shopId, rows }))
  if (missing.length > 0)
    await context.db.mirror.tombstone({ shopId, table: tableOf[resource], externalIds: missing, at })
  await context.db.refetches.settle(refetch, wanted)
}

async function read({ resource, open: { client } }: Refetch, ids: string[]): Promise<Read> {
  const [only = '', ...more] = ids
  if (client.readObjects && more.length > 0) return client.readObjects(resource, ids)
  const rows = await client.readObject(resource, only)
  return { rows, missing: rows ? [] : [only] }
}

interface Read {
  rows: MirrorRows | null
  missing: string[]
}
