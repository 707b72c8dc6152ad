import type { Line, Order, OrderStatus } from '../../world/model.ts'
import type { WorldShop } from '../../world/shop.ts'
import { fulfillmentOrdersOf } from '../fulfillment-orders.ts'
import { gid, timeOf } from './gid.ts'
import { listParts } from './list.ts'
import { CURRENCY, moneyBag, taxIn } from './money.ts'
import { addressNode, customerNode } from './people.ts'
import { type Family, productNode, variantNode } from './products.ts'

type Arguments = Record<string, unknown>
type Families = () => ReadonlyMap<number, Family>

export interface OrderDeps {
  world: WorldShop
  families: Families
}

const UNPAID = { displayFinancialStatus: 'PENDING', displayFulfillmentStatus: 'UNFULFILLED' }
const statuses: Readonly<Record<string, typeof UNPAID>> = {
  processing: UNPAID,
  paid: { displayFinancialStatus: 'PAID', displayFulfillmentStatus: 'UNFULFILLED' },
  shipped: { displayFinancialStatus: 'PAID', displayFulfillmentStatus: 'PARTIALLY_FULFILLED' },
  complete: { displayFinancialStatus: 'PAID', displayFulfillmentStatus: 'FULFILLED' },
  cancelled: { displayFinancialStatus: 'REFUNDED', displayFulfillmentStatus: 'UNFULFILLED' },
}

export function orderNode(order: Order, deps: OrderDeps): Record<string, unknown> {
  const { id, email, phone, comment, createdAt, updatedAt, currency, status } = order
  const { world } = deps
  const buyer = order.customerId === null ? null : world.customers.get(order.customerId)
  const address = { ...addressNode(order.address), id: `gid://shopify/MailingAddress/${id}?model_name=OrderAddress` }
  const isCancelled = status === 'cancelled'
  return {
    ...{ __typename: 'Order', id: gid('Order', id), name: `#${id}`, email: email || null, phone: phone || null },
    ...{ note: comment || null, tags: [], test: false, sourceName: 'web', sourceIdentifier: null },
    ...{ createdAt: timeOf(createdAt), updatedAt: timeOf(updatedAt), processedAt: timeOf(createdAt), closedAt: null },
    cancelledAt: isCancelled ? reachedAt(order, 'cancelled') : null,
    cancelReason: isCancelled ? 'CUSTOMER' : null,
    ...{ currencyCode: CURRENCY, presentmentCurrencyCode: currency, paymentGatewayNames: ['bogus'] },
    ...statusesOf(order, world),
    ...totalsOf(order),
    customer: buyer ? () => customerNode(buyer) : null,
    shippingLine: { title: 'Futár' },
    ...{ shippingAddress: address, billingAddress: address },
    lineItems: (args: Arguments) =>
      listParts(
        order.lines.map((line) => lineNode(line, order, deps)),
        args,
      ),
    fulfillments: () => fulfillmentsOf(order, deps),
    refunds: () => refundsOf(order, deps),
  }
}

export function statusesOf(order: Order, world: WorldShop): typeof UNPAID {
  const status = statuses[order.status ?? ''] ?? UNPAID
  return { ...status, displayFulfillmentStatus: displayOf(order, { sent: status.displayFulfillmentStatus, world }) }
}

interface DisplayContext {
  /** How much was sent: fulfilled, partially or not. */
  sent: string
  world: WorldShop
}

/**
 * What becomes of what is left to send, where there is any.
 * https://shopify.dev/docs/api/admin-graphql/latest/enums/OrderDisplayFulfillmentStatus
 */
function displayOf({ id, status: placed }: Order, { sent, world }: DisplayContext): string {
  if (placed === 'cancelled' || sent === 'FULFILLED') return sent
  const { status, requestStatus } = fulfillmentOrdersOf(world).of(id)
  if (status === 'ON_HOLD' || status === 'SCHEDULED') return status
  // All of the items have to be in progress.
  if (status === 'IN_PROGRESS') return sent === 'UNFULFILLED' ? status : sent
  if (requestStatus === 'SUBMITTED') return 'PENDING_FULFILLMENT'
  return requestStatus === 'REJECTED' ? 'REQUEST_DECLINED' : sent
}

function amountOf(order: Order): { subtotal: number; total: number } {
  const subtotal = order.lines.reduce((sum, line) => sum + grossOf(line), 0) - Number(order.discount)
  return { subtotal, total: subtotal + Number(order.shipping) }
}

function totalsOf(order: Order): Record<string, unknown> {
  const { subtotal, total } = amountOf(order)
  return {
    totalPriceSet: moneyBag(total, order),
    currentTotalPriceSet: moneyBag(order.status === 'cancelled' ? 0 : total, order),
    subtotalPriceSet: moneyBag(subtotal, order),
    totalTaxSet: moneyBag(taxIn(total), order),
    totalShippingPriceSet: moneyBag(Number(order.shipping), order),
    totalDiscountsSet: moneyBag(Number(order.discount), order),
  }
}

function lineNode(line: Line, order: Order, { world, families }: OrderDeps): Record<string, unknown> {
  const { id, name, sku, quantity } = line
  const product = world.products.get(line.productId)
  const family = product && families().get(product.parentId ?? product.id)
  return {
    ...{ __typename: 'LineItem', id: gid('LineItem', id), name, title: name, sku, quantity, requiresShipping: true },
    currentQuantity: order.status === 'cancelled' ? 0 : quantity,
    originalUnitPriceSet: moneyBag(Number(line.gross), order),
    totalDiscountSet: moneyBag(0, order),
    taxLines: [{ title: 'ÁFA', rate: 0.27, priceSet: moneyBag(taxIn(grossOf(line)), order) }],
    product: family ? () => productNode(family, world) : null,
    variant: family
      ? () =>
          variantNode(
            family,
            family.members.findIndex((member) => member.id === product.id),
            world,
          )
      : null,
  }
}

/** One parcel: of the first line on the way, of everything at the end. */
export function fulfillmentsOf(order: Order, deps: OrderDeps): Record<string, unknown>[] {
  const { id, status, lines, updatedAt } = order
  if (status !== 'shipped' && status !== 'complete') return []
  const sent = status === 'shipped' ? lines.slice(0, 1) : lines
  const number = `MB${String(id).padStart(8, '0')}`
  const items = sent.map((line) => ({ quantity: line.quantity, lineItem: () => lineNode(line, order, deps) }))
  return [
    {
      ...{ __typename: 'Fulfillment', id: gid('Fulfillment', id), name: `#${id}-F1`, status: 'SUCCESS' },
      ...{ createdAt: reachedAt(order, status), updatedAt: timeOf(updatedAt) },
      trackingInfo: [{ company: 'GLS', number, url: `https://gls-group.com/track/${number}` }],
      fulfillmentLineItems: (args: Arguments) => listParts(items, args),
    },
  ]
}

/** A cancelled order gave everything back at once. */
export function refundsOf(order: Order, deps: OrderDeps): Record<string, unknown>[] {
  if (order.status !== 'cancelled') return []
  const items = order.lines.map((line) => ({
    quantity: line.quantity,
    subtotalSet: moneyBag(grossOf(line), order),
    lineItem: () => lineNode(line, order, deps),
  }))
  return [
    {
      ...{ __typename: 'Refund', id: gid('Refund', order.id), note: null },
      ...{ createdAt: reachedAt(order, 'cancelled'), updatedAt: timeOf(order.updatedAt) },
      totalRefundedSet: moneyBag(amountOf(order).total, order),
      refundLineItems: (args: Arguments) => listParts(items, args),
    },
  ]
}

function reachedAt({ history, updatedAt }: Order, status: OrderStatus): string {
  return timeOf(history.findLast((entry) => entry.status === status)?.at ?? updatedAt)
}

function grossOf({ gross, quantity }: Line): number {
  return Number(gross) * quantity
}
