import type { Api } from '../api/api.ts'
import { isEmpty, list, unwrap, type Wire } from '../api/wire.ts'
import { type BatchApi, readBatch } from './batch.ts'
import { pageQuery, readFrom } from './read-all.ts'

const PATH = 'orderHistories'

type Shop = BatchApi & Pick<Api, 'request'>

/** Histories of a page of orders, in the same order: one batch instead of one call for each. */
export async function readHistories(api: Shop, orderIds: string[], batchCost: number): Promise<Wire[][]> {
  const [only, ...more] = orderIds
  if (only === undefined) return []
  if (more.length === 0) return [await readFrom(api, { path: PATH, query: { orderId: only }, page: 0 })]

  const reads = orderIds.map((orderId) => ({ path: PATH, query: pageQuery({ orderId }, 0) }))
  const bodies = await readBatch(api, reads, batchCost)
  const histories: Wire[][] = []
  for (const [index, body] of bodies.entries()) {
    const page = unwrap(body ?? {})
    const rest = isEmpty(page.next)
      ? []
      : await readFrom(api, { path: PATH, query: { orderId: orderIds[index] ?? '' }, page: 1 })
    histories.push([...list(page.items), ...rest])
  }
  return histories
}
