import { PermanentError, RetryableError } from '../errors.ts'
import { type MirrorRows, type Resource, tableOf } from '../mirror-rows.ts'
import type { ClientOptions, PageRequest, ShopClient } from '../platform.ts'
import { type Api, createApi, isMissing, nameOf, refused } from './api.ts'
import { collectionOf } from './collections.ts'
import { mapItems } from './map-items.ts'
import { isAbandonedCart } from './map-order.ts'
import { createMappings, type Mapping } from './mapping.ts'
import { readProfile } from './profile.ts'
import { createReadAll, type ReadAll } from './read-all.ts'
import { readCollectionPage } from './read-page.ts'
import type { Settings } from './settings.ts'
import { createSubscriptions } from './subscriptions.ts'
import { idOf, text, unwrap } from './wire.ts'

/** Stands before an order number where a webhook did not tell the id. */
export const NUMBER_PREFIX = 'inner:'

export function createClient(
  { shop, profile, access }: ClientOptions,
  settings: Settings,
  now: () => Date,
): ShopClient {
  const api = createApi({ shop, access, settings })
  const readAll = createReadAll(api)
  const { mapping, learnStatuses } = createMappings({ profile, readAll, domain: shop.domain })
  const context = { api, mapping, learnStatuses, batchCost: settings.SHOPRENTER_BATCH_COST }
  const readOne = (resource: Resource, externalId: string) => readItem(api, resource, externalId)

  return {
    ...createSubscriptions(api, readAll),
    describe: () => readProfile(shop.domain, readAll),
    clock: async () => (await readClock(api, mapping)) ?? now(),

    async readPage({ resource, window, cursor }) {
      const readAt = now()
      const { path } = collectionOf(resource)
      const query = await queryOf({ resource, window }, mapping)
      const { items, whole, next } = await readCollectionPage({ api, path, query, cursor })
      if (!whole) {
        const listed = items.flatMap((item) => idOf(item) ?? [])
        return { rows: { origin: 'api', readAt, rows: {} }, ids: [], listed, next }
      }
      const rows = await mapItems(resource, items, context)
      const ids = (rows[tableOf[resource]] ?? []).map(({ externalId }) => externalId)
      return { rows: { origin: 'api', readAt, rows }, ids, next }
    },

    async readObject(resource, externalId) {
      const readAt = now()
      const isNumber = externalId.startsWith(NUMBER_PREFIX)
      const id = isNumber ? await findByNumber(externalId, readAll) : externalId
      const item = id === null ? null : await readOne(resource, id)
      if (item) return { origin: 'api', readAt, rows: await mapItems(resource, [item], context) }
      // Nothing in the mirror has a number for an id, so there is nothing to call gone.
      return isNumber ? nothing(readAt) : null
    },
  }
}

const nothing = (readAt: Date): MirrorRows => ({ origin: 'api', readAt, rows: {} })

/** `null`: no order has that number. */
async function findByNumber(externalId: string, readAll: ReadAll): Promise<string | null> {
  const [order] = await readAll('orders', { innerId: externalId.slice(NUMBER_PREFIX.length) })
  return idOf(order)
}

async function readItem(api: Api, resource: Resource, externalId: string) {
  const { path } = collectionOf(resource)
  // An address would swallow them, and another resource would answer.
  if (/^\.{0,2}$/.test(externalId)) return null
  const answer = await api.ask(`${path}/${encodeURIComponent(externalId)}`)
  if (isMissing(answer)) return null
  if (answer.status >= 400) throw refused(nameOf('GET', path), answer)

  const item = unwrap(answer.value)
  if (idOf(item) === null)
    throw new RetryableError(`${nameOf('GET', path)}: the answer holds no object.`, { platform: 'shoprenter' })
  return resource === 'orders' && isAbandonedCart(item) ? null : item
}

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
 * Product lists tell the time on the very clock that stamps changes; read in the shop's zone it is right even where
 * that zone is not what we think. Without it (or without leave to read products) the date of the answer has to do.
 */
async function readClock(api: Api, mapping: () => Promise<Mapping>): Promise<Date | null> {
  const answer = await api.ask('productExtend', { query: { page: '0', limit: '1' } }).catch((error: unknown) => {
    if (error instanceof PermanentError) return null
    throw error
  })
  const told = answer && text(unwrap(answer.value).requestTime)
  return told ? (await mapping()).zone.earliest(told) : api.lastDate()
}
