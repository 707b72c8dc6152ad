import type { ClientOptions, ShopClient } from '../../contract/shop-client.ts'
import { checkShop } from '../install/check.ts'
import { parseCursor } from '../read/bulk/cursor.ts'
import { createBulkReader } from '../read/bulk/index.ts'
import { readClock } from '../read/clock.ts'
import { createReader } from '../read/index.ts'
import { readProfile } from '../read/profile.ts'
import type { Settings } from '../settings.ts'
import { createSubscriptions } from '../webhooks/subscriptions.ts'
import { type CustomIdMemory, createCustomIdMemory } from '../write/custom-id-memory.ts'
import { createWrites } from '../write/index.ts'
import { createApi } from './api.ts'
import type { ClientContext } from './client-context.ts'

/** Clients share what one of them learned about a shop. */
export function createClients(settings: Settings, now: () => Date): (options: ClientOptions) => ShopClient {
  const customIds = createCustomIdMemory()
  return (options) => createClient(options, settings, now, customIds)
}

export function createClient(
  options: ClientOptions,
  settings: Settings,
  now: () => Date,
  customIds: CustomIdMemory = createCustomIdMemory(),
): ShopClient {
  const api = createApi({ ...options, settings, now })
  const context: ClientContext = { ...options, api, settings, now, customIds }
  const reader = createReader(context)
  const bulk = createBulkReader(context, reader)
  const { SHOPIFY_API_VERSION: version, SHOPIFY_SCOPES: wantedScopes } = settings

  return {
    describe: () => readProfile(api, wantedScopes),
    check: () => checkShop(api, { domain: options.shop.domain, version, wantedScopes, now: now() }),
    reads: {
      ...reader,
      clock: () => readClock(api, now),
      async page(request) {
        const page = await bulk.readPage(request)
        // After a bulk operation that failed, the resource is read page by page from the start.
        return page ?? reader.page(parseCursor(request.cursor) ? { ...request, cursor: null } : request)
      },
    },
    writes: createWrites(context),
    webhooks: createSubscriptions(api),
  }
}
