import { PermanentError, RetryableError } from '../errors.ts'
import { type Api, isMissing, nameOf, refused } from './api.ts'
import { scopeOf } from './collections.ts'
import { pageQuery, readFrom } from './read-all.ts'
import { integer, isEmpty, list, object, unwrap, type Wire } from './wire.ts'

const PATH = 'orderHistories'
const BATCH = nameOf('POST', 'batch')

type Shop = Pick<Api, 'ask' | 'demand' | 'urlOf' | 'throttled'>

/**
 * Histories of a page of orders, in their order: one batch instead of a call for each.
 * https://doc.shoprenter.hu/development/api/04_batch.html
 */
export async function readHistories(api: Shop, orderIds: string[], batchCost: number): Promise<Wire[][]> {
  const [only, ...more] = orderIds
  if (only === undefined) return []
  if (more.length === 0) return [await readFrom(api, { path: PATH, query: { orderId: only }, page: 0 })]

  const requests = orderIds.map((orderId) => ({ method: 'GET', uri: api.urlOf(PATH, pageQuery({ orderId }, 0)).href }))
  const answer = await api.demand('batch', { method: 'POST', body: { data: { requests } }, cost: batchCost })
  const parts = list(object(unwrap(answer).requests).request)
  if (parts.length !== orderIds.length)
    throw new RetryableError(`${BATCH}: the answer has other parts than the request.`, { platform: 'shoprenter' })

  const histories: Wire[][] = []
  for (const [index, part] of parts.entries()) histories.push(await readPart(api, orderIds[index] ?? '', part))
  return histories
}

async function readPart(api: Shop, orderId: string, part: Wire): Promise<Wire[]> {
  const response = object(part.response)
  const status = integer(object(response.header).statusCode) ?? 200
  if (status >= 400) return refusePart(api, status)
  const page = unwrap(response.body ?? null)
  const entries = list(page.items)
  if (isEmpty(page.next)) return entries
  return [...entries, ...(await readFrom(api, { path: PATH, query: { orderId }, page: 1 }))]
}

async function refusePart(api: Shop, status: number): Promise<Wire[]> {
  const context = { platform: 'shoprenter', status }
  if (status === 429) return api.throttled(BATCH)
  if (status >= 500) throw new RetryableError(`${BATCH}: a part was answered with ${status}.`, context)
  if (isMissing({ status, code: null, value: null })) return []
  if (status !== 401 && status !== 403) throw refused(BATCH, { status, code: null })

  const missingScope = scopeOf(PATH)
  throw new PermanentError(`${BATCH}: the shop does not allow it; scope ${missingScope} has to be approved.`, {
    ...context,
    missingScope,
  })
}
