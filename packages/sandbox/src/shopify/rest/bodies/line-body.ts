import type { Line, Order } from '../../../world/model.ts'
import type { WorldShop } from '../../../world/shop.ts'
import { taxIn } from '../../nodes/money.ts'
import { ids } from '../../world-ids.ts'
import { exact } from '../json.ts'
import { amountFields, grossOf } from './amounts.ts'
import type { Body } from './body.ts'
import { fulfillmentStatus, isCancelled } from './status.ts'

export function lineBodies(order: Order, world: WorldShop): Body[] {
  return order.lines.map((line) => lineBody(line, order, world))
}

function lineBody(line: Line, order: Order, { products }: WorldShop): Body {
  const bought = products.get(line.productId)
  const isSent = sentLines(order).includes(line)
  return {
    ...{ id: exact(ids.line(line.id)), admin_graphql_api_id: `gid://shopify/LineItem/${ids.line(line.id)}` },
    product_id: bought && exact(ids.product(bought.parentId ?? bought.id)),
    variant_id: bought && exact(ids.variant(bought.id)),
    ...{ sku: line.sku, name: line.name, title: line.name, quantity: line.quantity, product_exists: bought !== null },
    ...{ variant_title: bought?.color.hu ?? null, vendor: bought?.manufacturer ?? null, properties: [] },
    current_quantity: isCancelled(order) ? 0 : line.quantity,
    fulfillable_quantity: isSent || isCancelled(order) ? 0 : line.quantity,
    ...{ fulfillment_status: isSent ? 'fulfilled' : null, fulfillment_service: 'manual' },
    ...{
      requires_shipping: true,
      taxable: true,
      gift_card: false,
      grams: Math.round(Number(bought?.weight ?? 0) * 1_000),
    },
    ...{ ...amountFields('price', Number(line.gross), order), ...amountFields('total_discount', 0, order) },
    ...{ variant_inventory_management: 'shopify', discount_allocations: [], duties: [] },
    tax_lines: [{ title: 'ÁFA', rate: 0.27, ...amountFields('price', taxIn(grossOf(line)), order) }],
  }
}

/** The first line of an order in delivery, all lines of a complete one. */
export function sentLines(order: Order): Line[] {
  const status = fulfillmentStatus(order)
  if (status === null) return []
  return status === 'partial' ? order.lines.slice(0, 1) : order.lines
}
