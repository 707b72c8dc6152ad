import { RetryableError } from '../../contract/errors.ts'
import type { Json, Resource } from '../../contract/mirror-rows.ts'
import { type Api, isMissing, nameOf, refused } from '../api/api.ts'
import { idOf, unwrap, type Wire } from '../api/wire.ts'
import { isAbandonedCart } from '../map/map-order.ts'
import { readBatch } from './batch.ts'
import { collectionOf } from './collections.ts'
import { createReadAll } from './read-all.ts'

/** Prefix of an order number that is used as id, when a webhook did not contain the id. */
export const NUMBER_PREFIX = 'inner:'

/** `null`: the platform says it does not exist. */
export async function readItem(api: Api, resource: Resource, id: string): Promise<Wire | null> {
  if (!isAddressable(id)) return null
  const { path } = collectionOf(resource)
  const answer = await api.request(`${path}/${encodeURIComponent(id)}`)
  if (isMissing(answer)) return null
  if (answer.status >= 400) throw refused(nameOf('GET', path), answer)
  return toItem(answer.value, resource)
}

interface ManyDeps {
  api: Api
  resource: Resource
  batchCost: number
}

interface Items {
  items: Wire[]
  missing: string[]
}

/** Reads many objects in batches. Unknown order numbers are neither found nor missing: the mirror has no such ids. */
export async function readItems({ api, resource, batchCost }: ManyDeps, wanted: readonly string[]): Promise<Items> {
  const ids: string[] = []
  for (const each of wanted) {
    const id = each.startsWith(NUMBER_PREFIX) ? await findByNumber(each, api) : each
    if (id !== null) ids.push(id)
  }
  const asked = [...new Set(ids)].filter(isAddressable)
  const found = await readMany({ api, resource, batchCost }, asked)
  return {
    items: found.filter((item) => item !== null),
    missing: [...asked.filter((_id, index) => found[index] === null), ...ids.filter((id) => !isAddressable(id))],
  }
}

async function readMany({ api, resource, batchCost }: ManyDeps, ids: string[]): Promise<(Wire | null)[]> {
  const [only, ...more] = ids
  if (only === undefined) return []
  if (more.length === 0) return [await readItem(api, resource, only)]
  const { path } = collectionOf(resource)
  const reads = ids.map((id) => ({ path: `${path}/${encodeURIComponent(id)}` }))
  const bodies = await readBatch(api, reads, batchCost)
  return bodies.map((body) => (body === null ? null : toItem(body, resource)))
}

/** `null`: no order has that number. */
export async function findByNumber(externalId: string, api: Pick<Api, 'request'>): Promise<string | null> {
  const [order] = await createReadAll(api)('orders', { innerId: externalId.slice(NUMBER_PREFIX.length) })
  return idOf(order)
}

function toItem(value: Json, resource: Resource): Wire | null {
  const item = unwrap(value)
  if (idOf(item) === null) {
    const { path } = collectionOf(resource)
    throw new RetryableError(`${nameOf('GET', path)}: response contains no object.`, { platform: 'shoprenter' })
  }
  return resource === 'orders' && isAbandonedCart(item) ? null : item
}

/** `.` and `..` would change the path of the URL, so that another resource would answer. */
function isAddressable(id: string): boolean {
  return !/^\.{0,2}$/.test(id)
}
