import type { ClientOptions, ShopClient } from '../../contract/platform.ts'
import { checkShop } from '../install/check.ts'
import { parseCursor } from '../read/bulk/cursor.ts'
import { createBulkReader } from '../read/bulk/index.ts'
import { readClock } from '../read/clock.ts'
import { createReader } from '../read/index.ts'
import { readProfile } from '../read/profile.ts'
import type { Settings } from '../settings.ts'
import { createSubscriptions } from '../webhooks/subscriptions.ts'
import { createApi } from './api.ts'
import type { ClientContext } from './client-context.ts'

export function createClient(options: ClientOptions, settings: Settings, now: () => Date): ShopClient {
  const api = createApi({ ...options, settings, now })
  const context: ClientContext = { ...options, api, settings, now }
  const reader = createReader(context)
  const bulk = createBulkReader(context, reader)
  const { SHOPIFY_API_VERSION: version, SHOPIFY_SCOPES: wantedScopes } = settings

  return {
    ...createSubscriptions(api),
    ...reader,
    check: () => checkShop(api, { domain: options.shop.domain, version, wantedScopes, now: now() }),
    describe: () => readProfile(api, wantedScopes),
    clock: () => readClock(api, now),
    async readPage(request) {
      const page = await bulk.readPage(request)
      // What a bulk operation could not bring begins anew.
      return page ?? reader.readPage(parseCursor(request.cursor) ? { ...request, cursor: null } : request)
    },
  }
}
