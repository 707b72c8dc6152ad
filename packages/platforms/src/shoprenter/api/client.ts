import { PermanentError } from '../../contract/errors.ts'
import { type MirrorRows, type Resource, tableOf } from '../../contract/mirror-rows.ts'
import type { PageRequest } from '../../contract/reads.ts'
import type { ClientOptions, ShopClient } from '../../contract/shop-client.ts'
import { mapIsolated } from '../../map/map-isolated.ts'
import { mapItems } from '../map/map-items.ts'
import { createMappings, type Mapping } from '../map/mapping.ts'
import { collectionOf } from '../read/collections.ts'
import { readProfile } from '../read/profile.ts'
import { createReadAll } from '../read/read-all.ts'
import { findByNumber, NUMBER_PREFIX, readItem, readItems } from '../read/read-items.ts'
import { readCollectionPage } from '../read/read-page.ts'
import type { Settings } from '../settings.ts'
import { createSubscriptions } from '../webhooks/subscriptions.ts'
import { createWrites } from '../write/writes.ts'
import { type Api, createApi } from './api.ts'
import { idOf, text, unwrap, type Wire } from './wire.ts'

export function createClient(
  { shop, profile, access }: ClientOptions,
  settings: Settings,
  now: () => Date,
): ShopClient {
  const api = createApi({ shop, access, settings })
  const readAll = createReadAll(api)
  const { mapping, refreshStatuses } = createMappings({ profile, readAll, domain: shop.domain })
  const context = { api, mapping, refreshStatuses, readAll, now, batchCost: settings.SHOPRENTER_BATCH_COST }
  const map = (resource: Resource, items: Wire[]) =>
    mapIsolated<Wire>(items, { table: tableOf[resource], idOf, map: (some) => mapItems(resource, [...some], context) })

  return {
    describe: () => readProfile(shop.domain, readAll),
    writes: createWrites(context),
    webhooks: createSubscriptions(api, readAll),
    reads: {
      clock: async () => (await readClock(api, mapping)) ?? now(),

      async page({ resource, window, cursor }) {
        const readAt = now()
        const { path } = collectionOf(resource)
        const query = await queryOf({ resource, window }, mapping)
        const { items, whole, next } = await readCollectionPage({ api, path, query, cursor })
        if (!whole) {
          const idsOnly = items.flatMap((item) => idOf(item) ?? [])
          return { rows: { origin: 'api', readAt, rows: {} }, ids: [], idsOnly, next }
        }
        const mapped = await map(resource, items)
        const ids = (mapped.rows[tableOf[resource]] ?? []).map(({ externalId }) => externalId)
        return { rows: { origin: 'api', readAt, ...mapped }, ids, next }
      },

      async object(resource, externalId) {
        const readAt = now()
        const isNumber = externalId.startsWith(NUMBER_PREFIX)
        const id = isNumber ? await findByNumber(externalId, api) : externalId
        const item = id === null ? null : await readItem(api, resource, id)
        if (item) return { origin: 'api', readAt, ...(await map(resource, [item])) }
        // The mirror has no objects with an order number as id, so none is deleted.
        return isNumber ? nothing(readAt) : null
      },

      async objects(resource, externalIds) {
        const readAt = now()
        const { items, missing } = await readItems({ api, resource, batchCost: context.batchCost }, externalIds)
        return { rows: { origin: 'api', readAt, ...(await map(resource, items)) }, missing }
      },
    },
  }
}

const nothing = (readAt: Date): MirrorRows => ({ origin: 'api', readAt, rows: {} })

async function queryOf(
  { resource, window }: Pick<PageRequest, 'resource' | 'window'>,
  mapping: () => Promise<Mapping>,
): Promise<Record<string, string>> {
  const collection = collectionOf(resource)
  if (!window || !collection.window) return collection.query
  const bounds = (await mapping()).zone.window(window.from, window.to)
  return { ...collection.query, [collection.window.from]: bounds.from, [collection.window.to]: bounds.to }
}

/**
 * Product lists contain the time of the clock that dates changes; read in the shop's zone it is right even if our zone of the
 * shop is wrong. Without it, or without access to products, the `Date` of the answer is used.
 */
async function readClock(api: Api, mapping: () => Promise<Mapping>): Promise<Date | null> {
  const answer = await api.request('productExtend', { query: { page: '0', limit: '1' } }).catch((error: unknown) => {
    if (error instanceof PermanentError) return null
    throw error
  })
  const reported = answer && text(unwrap(answer.value).requestTime)
  return reported ? (await mapping()).zone.earliest(reported) : api.lastDate()
}
