import type { Repositories } from '@shopmirror/db'
import { type MirrorRows, OBJECTS_PER_READ, type Resource, type ShopClient, tableOf } from '@shopmirror/platforms'
import type { JobContext, OpenShop } from '../context.ts'

/** Objects of one resource of an opened shop that are being read again. */
export interface Refetch {
  shopId: string
  resource: Resource
  open: OpenShop
  context: JobContext
}

type Hints = Awaited<ReturnType<Repositories['refetches']['next']>>

/** Objects per request: 1 where the platform cannot read several at once. */
export function objectsAtOnce(client: ShopClient): number {
  return client.reads.objects ? OBJECTS_PER_READ : 1
}

/**
 * Reads objects and mirrors them: existing ones are written, missing ones tombstoned, and those that cannot be stored
 * quarantined. Then their hints are removed. Safe to repeat.
 */
export async function mirrorObjects(refetch: Refetch, wanted: Hints): Promise<void> {
  const { shopId, resource, open, context } = refetch
  const at = context.now()
  const ids = wanted.map(({ externalId }) => externalId)
  const { rows, missing } = await read(refetch, ids)
  const causes = new Map(wanted.map((hint) => [`${tableOf[resource]} ${hint.externalId}`, hint.causes]))
  const written = await context.tracer.step(
    'mirror.write',
    () => ({ attributes: { platform: open.platform.id, shop: shopId, resource, count: ids.length } }),
    () =>
      context.db.mirror.writePage({
        shopId,
        record: { source: 'read', causesOf: (table, externalId) => causes.get(`${table} ${externalId}`) ?? [] },
        rows: rows ?? { origin: 'api', readAt: at, rows: {} },
        ...(missing.length > 0 && { deleted: [{ table: tableOf[resource], externalIds: missing, at }] }),
      }),
  )
  context.metrics.rowsWritten(open.platform.id, written)
  const changed = new Set(written.changed)
  const unchanged = wanted.filter(({ externalId }) => !changed.has(`${tableOf[resource]}/${externalId}`))
  await context.db.refetches.complete(refetch, wanted, { at, table: tableOf[resource], unchanged })
  reportVisible(refetch, wanted)
}

/** What only pushes want read is no event of the shop. */
function reportVisible({ open, context: { metrics, now } }: Refetch, read: Hints): void {
  for (const { causes, wantedAtMs } of read)
    if (causes.some(isDelivery)) metrics.eventVisible(open.platform.id, 'read', now().getTime() - wantedAtMs)
}

const isDelivery = (cause: string) => cause.startsWith('dlv_')

async function read({ resource, open: { client } }: Refetch, ids: string[]): Promise<Read> {
  const [only = '', ...more] = ids
  if (client.reads.objects && more.length > 0) return client.reads.objects(resource, ids)
  const rows = await client.reads.object(resource, only)
  return { rows, missing: rows ? [] : [only] }
}

interface Read {
  rows: MirrorRows | null
  missing: string[]
}
