import { PermanentError, RateLimitedError, RetryableError } from '../errors.ts'
import type { Api } from './api.ts'
import { PAGE_SIZE } from './collections.ts'
import { integer, isEmpty, list, object, unwrap, type Wire } from './wire.ts'

const TOO_MANY_REQUESTS = 429
/** What a refused part of a batch asks for, ms. */
const RETRY_AFTER_MS = 1_000

/**
 * Histories of a page of orders, in their order: one batch instead of a call for each.
 * https://doc.shoprenter.hu/development/api/04_batch.html
 */
export async function readHistories(api: Api, orderIds: string[], batchCost: number): Promise<Wire[][]> {
  const [only, ...more] = orderIds
  if (only === undefined) return []
  if (more.length === 0) return [await readHistory(api, only, 0)]

  const requests = orderIds.map((id) => ({ method: 'GET', uri: api.urlOf('orderHistories', queryOf(id, 0)).href }))
  const answer = await api.demand('batch', { method: 'POST', body: { data: { requests } }, cost: batchCost })
  const parts = list(object(unwrap(answer).requests).request)
  if (parts.length !== orderIds.length)
    throw new RetryableError('ShopRenter POST /batch: the answer has fewer parts than the request.', {
      platform: 'shoprenter',
    })
  return Promise.all(parts.map((part, index) => readPart(api, orderIds[index] ?? '', part)))
}

async function readPart(api: Api, orderId: string, part: Wire): Promise<Wire[]> {
  const response = object(part.response)
  const status = integer(object(response.header).statusCode) ?? 200
  if (status === TOO_MANY_REQUESTS)
    throw new RateLimitedError('ShopRenter POST /batch: the shop asks to wait.', {
      platform: 'shoprenter',
      status,
      retryAfterMs: RETRY_AFTER_MS,
    })
  if (status >= 500)
    throw new RetryableError(`ShopRenter POST /batch: a part was answered with ${status}.`, {
      platform: 'shoprenter',
      status,
    })
  if (status === 401 || status === 403)
    throw new PermanentError('ShopRenter POST /batch: the shop does not allow order histories.', {
      platform: 'shoprenter',
      status,
      missingScope: 'order.order:read',
    })
  if (status >= 400) return []
  const page = unwrap(response.body ?? null)
  return isEmpty(page.next) ? list(page.items) : [...list(page.items), ...(await readHistory(api, orderId, 1))]
}

async function readHistory(api: Api, orderId: string, from: number): Promise<Wire[]> {
  const entries: Wire[] = []
  for (let page = from; ; page++) {
    const { status, value } = await api.ask('orderHistories', { query: queryOf(orderId, page) })
    if (status >= 400) return entries
    const envelope = unwrap(value)
    entries.push(...list(envelope.items))
    if (isEmpty(envelope.next)) return entries
  }
}

function queryOf(orderId: string, page: number): Record<string, string> {
  return { orderId, full: '1', page: String(page), limit: String(PAGE_SIZE) }
}
