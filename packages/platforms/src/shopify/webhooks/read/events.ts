import type { MirrorRow, MirrorRows, Resource } from '../../../contract/mirror-rows.ts'
import type { ShopEvent } from '../../../contract/shop-event.ts'
import type { StoredDelivery } from '../../../contract/webhooks.ts'
import { type Body, idOf, object } from './body.ts'

/** Reads the body of one topic. Does not throw, whatever the body contains. */
export type Reader = (body: Body, delivery: Pick<StoredDelivery, 'triggeredAt' | 'receivedAt'>) => ShopEvent[]
export type When = Parameters<Reader>[1]

/** Time of the event according to Shopify, otherwise time of receipt. */
export function momentOf({ triggeredAt, receivedAt }: When): Date {
  return triggeredAt ?? receivedAt
}

export function ignored(reason: string): ShopEvent[] {
  return [{ kind: 'ignored', reason }]
}

/** The topic alone is the event; the body is not read. */
export function event(said: ShopEvent): Reader {
  return () => [said]
}

/** A hint to the object whose id is at this path. */
export function refetch(resource: Resource, ...path: [string, ...string[]]): Reader {
  return (body) => {
    const outer = path.slice(0, -1).reduce((inner, name) => object(inner[name]), body)
    return refetchOf(resource, idOf(outer[path.at(-1) ?? '']))
  }
}

export function refetchOf(resource: Resource, externalId: string | null): ShopEvent[] {
  return externalId === null ? withoutId() : [{ kind: 'refetch', resource, externalId }]
}

export function deleted(resource: Resource): Reader {
  return (body, delivery) => deletedOf(resource, idOf(body.id), delivery)
}

export function deletedOf(resource: Resource, externalId: string | null, delivery: When): ShopEvent[] {
  return externalId === null ? withoutId() : [{ kind: 'deleted', resource, externalId, at: momentOf(delivery) }]
}

export function rowsOf(rows: MirrorRows['rows'], delivery: When): ShopEvent[] {
  return [{ kind: 'rows', rows: { origin: 'webhook', readAt: momentOf(delivery), rows } }]
}

/** A row without a version cannot be compared with other copies of it. */
export function isDated(row: MirrorRow): boolean {
  return row.sourceUpdatedAt !== null
}

function withoutId(): ShopEvent[] {
  return ignored('The body does not name an object.')
}
