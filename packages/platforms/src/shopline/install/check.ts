import { AuthRevokedError, PermanentError } from '../../contract/errors.ts'
import type { Finding } from '../../contract/shop-client.ts'
import type { Api } from '../api/api.ts'
import { idOf, object, text } from '../map/wire.ts'
import { listWarehouses } from '../read/list-warehouses.ts'

/** The lists that are read, which are also the names of the required permissions. */
const NEEDED = ['products', 'categories', 'customers', 'orders', 'warehouses', 'webhooks'] as const

/** Problems of the connection, found by calls to the shop. Temporary errors are thrown, because they prove nothing. */
export async function check(merchantId: string, api: Api): Promise<Finding[]> {
  const other = await findOtherShop(merchantId, api).catch(toFinding)
  if (other) return [other]
  const denied: Finding[] = []
  for (const scope of NEEDED) denied.push(...(await findDenied(scope, api)))
  return denied.length > 0 ? denied : findWarehouse(api)
}

function toFinding(error: unknown): Finding {
  if (error instanceof AuthRevokedError || error instanceof PermanentError)
    return { part: 'token', detail: error.message }
  throw error
}

/** A finding when the token belongs to another merchant; `null` when it belongs to this one, or the answer names none. https://open-api.docs.shoplineapp.com/v2.82.16/docs/get-token-info */
async function findOtherShop(merchantId: string, api: Api): Promise<Finding | null> {
  const { value } = await api.request('token/info')
  const answered = idOf(object(object(value).merchant))?.toLowerCase()
  if (answered === undefined || answered === merchantId) return null
  return {
    part: 'domain',
    detail: `The token belongs to ${answered}. Enter a token of ${merchantId}, or connect ${answered}.`,
  }
}

async function findDenied(scope: (typeof NEEDED)[number], api: Api): Promise<Finding[]> {
  try {
    await api.requireOk(scope, { query: { per_page: '1' } })
    return []
  } catch (error) {
    if (!(error instanceof PermanentError && error.missingScope)) throw error
    const detail = `The permission for ${scope} is missing. Add it to the app or to the staff member's API Auth, and authorize again.`
    return [{ part: 'scope', detail }]
  }
}

async function findWarehouse(api: Api): Promise<Finding[]> {
  const warehouses = await listWarehouses(api)
  if (warehouses.some(({ status }) => text(status) === 'active')) return []
  return [
    {
      part: 'location',
      detail: 'The shop has no active warehouse, so there is no stock to read. Activate a warehouse in the shop.',
    },
  ]
}
