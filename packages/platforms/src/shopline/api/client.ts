import { PermanentError } from '../../contract/errors.ts'
import { type Json, type Resource, tableOf } from '../../contract/mirror-rows.ts'
import type { ClientOptions, ShopClient, ShopProfile } from '../../contract/shop-client.ts'
import { mapIsolated } from '../../map/map-isolated.ts'
import { check } from '../install/check.ts'
import { type MapContext, mapObjects, type Wire } from '../map/index.ts'
import { rawOf } from '../map/raw.ts'
import { idOf, text } from '../map/wire.ts'
import { listWarehouses } from '../read/list-warehouses.ts'
import { readProfile } from '../read/profile.ts'
import { readObject, readObjects } from '../read/read-objects.ts'
import { readPage } from '../read/read-page.ts'
import type { Reading } from '../read/reading.ts'
import { readStocks } from '../read/stocks.ts'
import type { Settings } from '../settings.ts'
import { createSubscriptions } from '../webhooks/subscriptions.ts'
import { createWrites } from '../write/capabilities.ts'
import { type Api, createApi } from './api.ts'

export function createClient(
  { shop, profile, access }: ClientOptions,
  settings: Settings,
  now: () => Date,
): ShopClient {
  const api = createApi({ access, settings })
  const merchant = once(async () => profile ?? (await readProfile(shop.domain, api)))
  const warehouses = once(() => readWarehouses(api))
  const reading: Reading = {
    ...{ api, settings, now },
    async toRows(resource, items) {
      const context = contextOf(await merchant(), await warehousesFor(resource, warehouses))
      const reported = resource === 'inventory' ? await readStocks(api, items, context) : items
      const map = (some: readonly Wire[]) => mapObjects(resource, some, context)
      return mapIsolated(reported, { table: tableOf[resource], idOf, map, rawOf })
    },
  }
  return {
    describe: () => readProfile(shop.domain, api),
    check: () => check(shop.domain, api),
    reads: {
      async clock() {
        await api.requireOk(`merchants/${shop.domain}`)
        return api.lastDate() ?? now()
      },
      page: (request) => readPage(request, reading),
      object: (resource, externalId) => readObject(resource, externalId, reading),
      objects: (resource, externalIds) => readObjects(resource, externalIds, reading),
    },
    writes: createWrites({ api, now, language: async () => languageOf(await merchant()) }),
    webhooks: createSubscriptions(api),
  }
}

/** Products are read without stock when access to warehouses is denied; inventory is not. */
async function warehousesFor(
  resource: Resource,
  ask: () => Promise<MapContext['warehouses']>,
): Promise<MapContext['warehouses']> {
  if (resource === 'inventory') return ask()
  if (resource !== 'products') return []
  return ask().catch((error: unknown) => {
    if (error instanceof PermanentError && error.missingScope) return []
    throw error
  })
}

function contextOf(profile: ShopProfile, warehouses: MapContext['warehouses']): MapContext {
  return { currency: profile.currency, warehouses, defaultLanguage: languageOf(profile) }
}

function languageOf({ facts }: ShopProfile): string {
  const language: Json = facts.defaultLanguage ?? null
  return typeof language === 'string' ? language : ''
}

/** Caches the result of a call; after a failure it is called again. */
function once<T>(ask: () => Promise<T>): () => Promise<T> {
  let answer: Promise<T> | undefined
  return () => {
    answer ??= ask().catch((error: unknown) => {
      answer = undefined
      throw error
    })
    return answer
  }
}

async function readWarehouses(api: Api): Promise<MapContext['warehouses']> {
  const items = await listWarehouses(api)
  return items.flatMap((item) => {
    const id = idOf(item)
    return id === null ? [] : [{ id, name: text(item.name) ?? '', active: text(item.status) === 'active' }]
  })
}
