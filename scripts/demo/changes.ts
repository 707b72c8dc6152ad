import { until } from '@shopmirror/test/until.ts'
import type { Sql } from 'postgres'
import type { Stage } from './stage.ts'
import { formatSeconds } from './table.ts'

const STATUS_CHANGES = 8
const NEW_ORDERS = 4
const EDITS = 5
const DELETES = 3
const ARRIVAL_TIMEOUT_MS = 120_000

/** New orders and changed statuses, which the shop sends by webhook. */
export async function showWebhooks(stage: Stage, shopId: string): Promise<void> {
  const { screen } = stage
  screen.title(`${NEW_ORDERS} new orders and ${STATUS_CHANGES} changed statuses, received by webhook`)
  const startedAt = Date.now()
  const changed = changeOrders(stage)
  const live = screen.live()
  await until(
    async () => {
      const seen = await countSeen(stage.sql, shopId, changed)
      live.draw([`${seen} of ${changed.size} orders in the mirror`])
      return seen === changed.size
    },
    { timeoutMs: ARRIVAL_TIMEOUT_MS, intervalMs: 100, message: 'every changed order is in the mirror' },
  )
  live.end([`${changed.size} of ${changed.size} orders in the mirror`])
  screen.line(`${screen.good('✓')} all of them after ${formatSeconds(Date.now() - startedAt)}`)
}

/** Returns when each order was changed, by external id. */
function changeOrders({ shop, expectation }: Stage): Map<string, Date> {
  const placed = pickEvenly(shop.placedOrders(), STATUS_CHANGES)
  const moved = placed.map((id) => shop.changeOrderStatus(id, 'complete', 'Csomag átadva'))
  const created = Array.from({ length: NEW_ORDERS }, () => shop.addOrder())
  return new Map([...moved, ...created].map(({ id, updatedAt }) => [expectation.orderIdOf(id), new Date(updatedAt)]))
}

async function countSeen(sql: Sql, shopId: string, wanted: ReadonlyMap<string, Date>): Promise<number> {
  const rows = await sql<{ id: string; at: Date }[]>`
    select external_id as id, source_updated_at as at from orders
    where shop_id = ${shopId} and external_id = any(${[...wanted.keys()]})`
  return rows.filter(({ id, at }) => at.getTime() === wanted.get(id)?.getTime()).length
}

/** Changes products and customers; a sync reads them if the platform has no webhooks for them. */
export function editCatalog({ screen, shop, expectation }: Stage): void {
  const why = expectation.webhooksCoverAll
    ? 'received by webhook, and read by an incremental sync'
    : 'the platform has no webhooks for them, so an incremental sync reads them'
  screen.title(`New prices, stocks and customers: ${why}`)
  for (const [index, id] of pickEvenly(shop.products.ids(), EDITS).entries()) {
    shop.updateProduct(id, {
      gross: String(1_000 + index),
      net: ((1_000 + index) / 1.27).toFixed(4),
      stocks: [index, 3, 0, 0],
    })
  }
  for (const id of pickEvenly(shop.customers.ids(), EDITS)) shop.updateCustomer(id, { phone: `+3620${1_000_000 + id}` })
  for (let count = 0; count < DELETES; count += 1) shop.addCustomer()
}

/** Deletes that are not reported by webhook, which only a full sync detects. */
export function deleteSome({ screen, shop }: Stage): void {
  screen.title(`${DELETES} products, customers and orders are deleted: a full sync detects and confirms each of them`)
  for (const id of pickEvenly(shop.products.ids(), DELETES, 1)) shop.deleteProduct(id)
  for (const id of pickEvenly(shop.customers.ids(), DELETES, 1)) shop.deleteCustomer(id)
  for (const id of pickEvenly(shop.placedOrders(), DELETES, 1)) shop.deleteOrder(id)
}

/** Picks evenly spread ids, always the same ones. */
export function pickEvenly(ids: readonly number[], count: number, offset = 0): number[] {
  const step = Math.floor(ids.length / count)
  return Array.from({ length: count }, (_, index) => ids[index * step + offset] ?? 0)
}
