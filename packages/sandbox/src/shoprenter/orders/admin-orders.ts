import type { Order } from '../../world/model.ts'
import type { WorldShop } from '../../world/shop.ts'
import type { Formats } from '../formats.ts'
import { statusName } from '../order-statuses.ts'
import type { OrderRecord } from '../records.ts'
import { totalOfOrder, totalsOf } from './order-amounts.ts'

const NEEDED = ['SUB_TOTAL', 'TAX', 'SUB_TOTAL_WITH_TAX', 'SHIPPING', 'TOTAL']

export interface AdminOrder {
  innerId: string
  status: string | null
  total: string
  /** It has a status, and the amounts without which the admin shows it wrongly or not at all. */
  isShownProperly: boolean
  missingTotals: string[]
}

/** The orders that programs have made or changed, as the merchant sees them; only those can lack amounts. */
export function adminOrders(shop: WorldShop, { records }: Formats): AdminOrder[] {
  return [...records.orders].flatMap(([number, record]) => {
    const order = shop.orders.get(number)
    return order ? adminOrder(order, record) : []
  })
}

function adminOrder(order: Order, record: OrderRecord): AdminOrder {
  const types = new Set(totalsOf(order, record).map(({ type }) => type))
  const missingTotals = record.totals === null ? [] : NEEDED.filter((type) => !types.has(type))
  return {
    ...{ innerId: String(order.id), status: order.status && statusName(order.status) },
    total: totalOfOrder(order, record),
    isShownProperly: order.status !== null && missingTotals.length === 0,
    missingTotals,
  }
}
