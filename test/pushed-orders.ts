import type { Expectation } from '@shopmirror/sandbox'
import type { System } from './system.ts'
import { until } from './until.ts'

const PER_REQUEST = 200
/** Share of the calls to the platform that are carried out while their answer never arrives. */
const LOST_ANSWERS = 0.05
/** Share of the requests to our API that are sent twice. */
const REPEATED_REQUESTS = 0.05
const PRODUCTS_PER_ORDER = 2

/** Where the orders go. */
export interface PushedShop {
  expectation: Expectation
  domain: string
  shopId: string
}

interface Pushed {
  key: string
  own: string
  email: string
  productIds: number[]
}

/** What became of the orders: in the shop once, twice or not at all, or once with other lines. */
export interface Counted {
  once: number
  twice: number
  missing: number
  wrong: number
}

/** Hands in orders while answers get lost and requests are repeated. Resolves to what has to be in the shop. */
export async function pushOrders(
  { api, sandbox }: System,
  { expectation, domain, shopId }: PushedShop,
  count: number,
): Promise<Pushed[]> {
  sandbox.faults.set({ kind: 'answerLost', share: LOST_ANSWERS, shop: domain })
  const productIds = expectation.worldOf(sandbox, domain).products.ids()
  const orders = Array.from({ length: count }, (_, index): Pushed => {
    const ids = Array.from({ length: PRODUCTS_PER_ORDER }, (_each, place) => (index + place) % productIds.length)
    const own = `ERP-${domain}-${index}`
    const email = `buyer-${index}@example.com`
    return { key: `order-${index}`, own, email, productIds: ids.map((at) => productIds[at] ?? 0) }
  })
  for (let from = 0; from < orders.length; from += PER_REQUEST) {
    const pushes = orders.slice(from, from + PER_REQUEST).map(({ key, own, ...order }) => ({
      ...{ key, kind: 'order.create', object: { own_id: own } },
      payload: expectation.orderToPush(sandbox, domain, order),
    }))
    await api.post(`/api/v1/shops/${shopId}/pushes`, { pushes })
    if (Math.random() < REPEATED_REQUESTS) await api.post(`/api/v1/shops/${shopId}/pushes`, { pushes })
  }
  return orders
}

/** Until no push of the shop is open. Throws with the first failure where one failed. */
export async function untilPushed({ sql }: System, shopId: string, timeoutMs: number): Promise<void> {
  await until(
    async () => {
      const [row] = await sql<{ open: number; error: string | null }[]>`
        select count(*) filter (where status in ('pending', 'held', 'processing', 'conflict'))::int as open,
          min(error) filter (where status = 'failed') as error
        from pushes where shop_id = ${shopId}`
      if (row?.error) throw new Error(`A push failed: ${row.error}`)
      return row?.open === 0
    },
    { timeoutMs, intervalMs: 500 },
  )
}

/** Compares the shop itself with what was pushed. */
export function countOrders(
  { sandbox }: System,
  { expectation, domain }: PushedShop,
  pushed: readonly Pushed[],
): Counted {
  const { orders, products } = expectation.worldOf(sandbox, domain)
  const skusByEmail = Map.groupBy(
    orders.ids().flatMap((id) => orders.get(id) ?? []),
    ({ email }) => email,
  )
  const counted = { once: 0, twice: 0, missing: 0, wrong: 0 }
  for (const { email, productIds } of pushed) {
    const [order, ...others] = skusByEmail.get(email) ?? []
    const wanted = productIds.map((id) => products.get(id)?.sku).sort()
    const held = order?.lines.map(({ sku }) => sku).sort()
    if (!order) counted.missing += 1
    else if (others.length > 0) counted.twice += 1
    else if (JSON.stringify(held) !== JSON.stringify(wanted)) counted.wrong += 1
    else counted.once += 1
  }
  return counted
}
