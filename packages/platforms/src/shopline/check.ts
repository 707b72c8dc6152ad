import { PermanentError } from '../errors.ts'
import type { Finding } from '../platform.ts'
import type { Api } from './api.ts'
import { itemsOf } from './api.ts'
import { text } from './map/wire.ts'

/** Lists that the mirror reads, by the permission they need. */
const NEEDED = ['products', 'categories', 'customers', 'orders', 'webhooks'] as const

/** What would keep a connection from working; each line says what to do. */
export async function check(api: Api): Promise<Finding[]> {
  const denied = await Promise.all(NEEDED.map((path) => isDenied(path, api)))
  const scopes = NEEDED.filter((_, index) => denied[index]).map(
    (scope): Finding => ({
      part: 'scope',
      detail: `The permission for ${scope} is missing: add it to the app or the staff's API Auth, and authorise again.`,
    }),
  )
  return [...scopes, ...(await checkWarehouses(api))]
}

async function isDenied(path: string, api: Api): Promise<boolean> {
  try {
    await api.demand(path, { query: { per_page: '1' } })
    return false
  } catch (error) {
    if (error instanceof PermanentError && error.missingScope) return true
    throw error
  }
}

async function checkWarehouses(api: Api): Promise<Finding[]> {
  try {
    const warehouses = itemsOf(await api.demand('warehouses'), 'list of warehouses')
    if (warehouses.some(({ status }) => text(status) === 'active')) return []
    return [{ part: 'location', detail: 'The shop has no warehouse in use: stock cannot be mirrored.' }]
  } catch (error) {
    if (!(error instanceof PermanentError && error.missingScope)) throw error
    return [{ part: 'location', detail: 'Warehouses cannot be read: add the permission for warehouses.' }]
  }
}
