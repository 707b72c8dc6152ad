import type { Line, Order } from '../../../world/model.ts'
import type { WorldShop } from '../../../world/shop.ts'
import type { TaxLine } from '../../../world/written.ts'
import { orderedOf, taxLinesOfLine, unitPriceOf } from '../../nodes/order-amounts.ts'
import { isCancelled, sentOf, unsentOf } from '../../nodes/order-parts.ts'
import { ids } from '../../world-ids.ts'
import { exact } from '../json.ts'
import { amountFields } from './amounts.ts'
import type { Body } from './body.ts'

export function lineBodies(order: Order, world: WorldShop): Body[] {
  return order.lines.map((line) => lineBody(line, order, world))
}

function lineBody(line: Line, order: Order, { products }: WorldShop): Body {
  const bought = products.get(line.productId)
  const written = line.written
  const [sent, unsent] = [sentOf({ line, order }), unsentOf({ line, order })]
  return {
    ...{ id: exact(ids.line(line.id)), admin_graphql_api_id: `gid://shopify/LineItem/${ids.line(line.id)}` },
    product_id: bought && exact(ids.product(bought.parentId ?? bought.id)),
    variant_id: bought && exact(ids.variant(bought.id)),
    ...{
      sku: line.sku || null,
      name: line.name,
      title: line.name,
      quantity: orderedOf(line),
      product_exists: bought !== null,
    },
    variant_title: written ? written.variantTitle : (bought?.color.hu ?? null),
    vendor: written ? written.vendor : (bought?.manufacturer ?? null),
    properties: (written?.properties ?? []).map(({ key, value }) => ({ name: key, value })),
    current_quantity: isCancelled(order) ? 0 : line.quantity,
    fulfillable_quantity: unsent,
    ...{
      fulfillment_status: sent === 0 ? null : unsent === 0 ? 'fulfilled' : 'partial',
      fulfillment_service: 'manual',
    },
    ...{
      requires_shipping: written?.requiresShipping ?? true,
      taxable: written?.taxable ?? true,
      gift_card: written?.giftCard ?? false,
      grams: Math.round(Number(bought?.weight ?? 0) * 1_000),
    },
    ...{ ...amountFields('price', unitPriceOf(line, order), order), ...amountFields('total_discount', 0, order) },
    ...{ variant_inventory_management: 'shopify', discount_allocations: [], duties: [] },
    tax_lines: taxLineBodies(taxLinesOfLine(line, order), order),
  }
}

export function taxLineBodies(taxLines: readonly TaxLine[], order: Order): Body[] {
  return taxLines.map(({ title, rate, amount }) => ({
    ...{ title, rate: Number(rate) },
    ...amountFields('price', amount, order),
  }))
}
