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

/**
 * What exists is mirrored as it is now, what does not is tombstoned, what cannot be stored is quarantined; then the hints
 * are served. Harmless to repeat.
 */
export async function bringObjects(refetch: Refetch, wanted: Wanted): Promise<void> {
  const { shopId, resource, open, context } = refetch
  const at = context.now()
  const ids = wanted.map(({ externalId }) => externalId)
  const { rows, missing } = await read(refetch, ids)
  const written = await context.db.mirror.writePage({
    shopId,
    rows: rows ?? { origin: 'api', readAt: at, rows: {} },
    ...(missing.length > 0 && { deleted: [{ table: tableOf[resource], externalIds: missing, at }] }),
  })
  context.metrics.rowsWritten(open.platform.id, written)
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
