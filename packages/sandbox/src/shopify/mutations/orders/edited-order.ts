import type { Line } from '../../../world/model.ts'
import { numberOf } from '../../nodes/gid.ts'
import { listParts } from '../../nodes/list.ts'
import { cents, moneyBag } from '../../nodes/money.ts'
import { amountsOf, shippingLinesOf, unitPriceOf } from '../../nodes/order-amounts.ts'
import { unsentOf } from '../../nodes/order-parts.ts'
import { orderNode } from '../../nodes/refs.ts'
import type { OrderEdit } from '../../shop-store.ts'

/** https://shopify.dev/docs/api/admin-graphql/latest/objects/CalculatedOrder */
export function calculatedOrder(edit: OrderEdit) {
  const { order, added, number } = edit
  const { subtotal, total, removed, outstanding } = amountsOf(order)
  const all = (lines: readonly Line[]) => (args: Record<string, unknown>) =>
    listParts(
      lines.map((line) => calculatedLine(line, edit)),
      args,
    )
  return {
    ...{ __typename: 'CalculatedOrder', id: `gid://shopify/CalculatedOrder/${number}`, committed: false },
    originalOrder: orderNode(order),
    lineItems: all(order.lines),
    addedLineItems: all(order.lines.filter(({ id }) => added.includes(id))),
    subtotalLineItemsQuantity: order.lines.reduce((sum, { quantity }) => sum + quantity, 0),
    subtotalPriceSet: moneyBag(cents(subtotal - removed), order),
    totalPriceSet: moneyBag(cents(total - removed), order),
    totalOutstandingSet: moneyBag(outstanding, order),
    shippingLines: shippingLinesOf(order).map(({ title, price }) => ({
      ...{ __typename: 'CalculatedShippingLine', id: null, title, price: moneyBag(price, order), stagedStatus: 'NONE' },
    })),
    notificationPreviewTitle: '',
  }
}

export function calculatedLine(line: Line, edit: OrderEdit) {
  const { order, added } = edit
  const price = moneyBag(unitPriceOf(line, order), order)
  const editable = unsentOf({ line, order })
  const number = added.includes(line.id) ? `added-${line.id}` : String(numberOf('LineItem', line.id))
  return {
    ...{ __typename: 'CalculatedLineItem', id: `gid://shopify/CalculatedLineItem/${number}`, title: line.name },
    ...{ productId: line.productId, sku: line.sku || null, quantity: line.quantity, editableQuantity: editable },
    ...{ editableQuantityBeforeChanges: editable, originalUnitPriceSet: price, discountedUnitPriceSet: price },
    ...{ variantTitle: line.written?.variantTitle ?? null, restockable: true, restocking: true },
  }
}
