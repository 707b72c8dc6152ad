import type { Order } from '../../world/model.ts'
import type { WorldShop } from '../../world/shop.ts'
import { type Matcher, matchText } from '../graphql/search.ts'
import { orderAddress } from './address.ts'
import { gid, numberOf, timeOf, worldIdIn, worldIdOf } from './gid.ts'
import { firstOf, type Listing, listParts } from './list.ts'
import { summaryListing } from './listings.ts'
import { CURRENCY } from './money.ts'
import { type Arguments, constants, fieldsOf, mapped, type NodeDeps, type Subject } from './node.ts'
import { amountFields, amountsOf } from './order-amounts.ts'
import {
  displayFulfillmentStatus,
  fulfillmentsOf,
  isCancelled,
  linesOf,
  reachedAt,
  refundsOf,
  transactionsOf,
} from './order-parts.ts'
import { placedOrdersOf } from './placed-orders.ts'
import {
  customerNode,
  fulfillmentNode,
  fulfillmentOrderNode,
  lineNode,
  orderNode,
  refundNode,
  shippingLineNode,
  transactionNode,
} from './refs.ts'
import { taxLineOf } from './shipping-line.ts'
import type { Summary } from './summaries.ts'

export function orderSubject(deps: NodeDeps): Subject {
  const { world } = deps
  const orders = placedOrdersOf(world)
  const find = (id: number | null) => mapped(id && orders.find(id), orderNode)
  return {
    find: { Order: ({ number }) => find(worldIdOf('Order', number)) },
    resolvers: {
      Order: fieldsOf<Order>({ ...own, ...amountFields, ...parts(deps), ...states(world) }),
      Query: {
        orderByIdentifier: (_source, { identifier }) => find(worldIdIn((identifier as { id?: string }).id, 'Order')),
      },
    },
  }
}

/** How orders are listed: by whatever order their summaries come in. */
export function orderListing({ world }: NodeDeps): Omit<Listing<Summary>, 'objects'> {
  const orders = placedOrdersOf(world)
  const found = ({ id }: Summary): Order => {
    const order = orders.find(id)
    if (!order) throw new Error(`Order ${id} was listed, and is gone.`)
    return order
  }
  const listing = summaryListing('Order', (summary) => orderNode(found(summary)))
  const text =
    (read: (order: Order) => string): Matcher<Summary> =>
    (summary, comparator, value) =>
      matchText(read(found(summary)), comparator, value)
  const { created_at: createdAt } = listing.fields
  return {
    ...listing,
    keys: { ...listing.keys, PROCESSED_AT: listing.keys.CREATED_AT },
    fields: {
      ...listing.fields,
      processed_at: createdAt,
      name: ({ id }, comparator, value) => matchText(String(id), comparator, value.replaceAll('#', '')),
      email: text(({ email }) => email),
      customer_id: text(({ customerId }) => (customerId === null ? '' : String(numberOf('Customer', customerId)))),
      financial_status: text(financialStatus),
      fulfillment_status: text((order) => searchedFulfillmentStatus(order, world)),
      status: (summary, comparator, value) =>
        value === 'any' || matchText(isCancelled(found(summary)) ? 'cancelled' : 'open', comparator, value),
      test: (_summary, _comparator, value) => value === 'false',
    },
  }
}

const financialStatuses: Readonly<Record<string, string>> = {
  processing: 'PENDING',
  paid: 'PAID',
  shipped: 'PAID',
  complete: 'PAID',
  cancelled: 'REFUNDED',
}

function financialStatus({ status }: Order): string {
  return financialStatuses[status ?? ''] ?? 'PENDING'
}

/** Searches call half-way something else than answers do. */
function searchedFulfillmentStatus(order: Order, world: WorldShop): string {
  const status = displayFulfillmentStatus(order, world)
  return status === 'PARTIALLY_FULFILLED' ? 'partial' : status
}

const isPaid = (order: Order) => amountsOf(order).outstanding === 0
const quantityOf = ({ lines }: Order) => lines.reduce((sum, { quantity }) => sum + quantity, 0)

const own = {
  id: ({ id }: Order) => gid('Order', id),
  legacyResourceId: ({ id }: Order) => String(numberOf('Order', id)),
  name: ({ id }: Order) => `#${id}`,
  number: ({ id }: Order) => id,
  confirmationNumber: ({ id }: Order) => `MB${id}`,
  email: ({ email }: Order) => email || null,
  phone: ({ phone }: Order) => phone || null,
  note: ({ comment }: Order) => comment || null,
  createdAt: ({ createdAt }: Order) => timeOf(createdAt),
  processedAt: ({ createdAt }: Order) => timeOf(createdAt),
  updatedAt: ({ updatedAt }: Order) => timeOf(updatedAt),
  cancelledAt: (order: Order) => (isCancelled(order) ? reachedAt(order, 'cancelled') : null),
  cancelReason: (order: Order) => (isCancelled(order) ? 'CUSTOMER' : null),
  cancellation: (order: Order) => (isCancelled(order) ? { __typename: 'OrderCancellation', staffNote: null } : null),
  presentmentCurrencyCode: ({ currency }: Order) => currency,
  shippingAddress: orderAddress,
  billingAddress: orderAddress,
  displayAddress: orderAddress,
  taxLines: (order: Order) => [taxLineOf(amountsOf(order).total, order)],
  currentTaxLines: (order: Order) => (isCancelled(order) ? [] : [taxLineOf(amountsOf(order).total, order)]),
  subtotalLineItemsQuantity: quantityOf,
  currentSubtotalLineItemsQuantity: (order: Order) => (isCancelled(order) ? 0 : quantityOf(order)),
  ...constants({
    ...{ tags: [], test: false, sourceName: 'web', sourceIdentifier: null, closedAt: null, closed: false },
    ...{ currencyCode: CURRENCY, paymentGatewayNames: ['bogus'], confirmed: true, taxesIncluded: true },
    ...{ billingAddressMatchesShippingAddress: true, customAttributes: [], discountCode: null, discountCodes: [] },
    ...{ poNumber: null, taxExempt: false, dutiesIncluded: false, edited: false, estimatedTaxes: false },
    ...{ requiresShipping: true, additionalFees: [], disputes: [], customerLocale: 'hu', clientIp: null },
    ...{ capturable: false, hasTimelineComment: false, returnStatus: 'NO_RETURN', alerts: [] },
    ...{ currentTotalAdditionalFeesSet: null, originalTotalAdditionalFeesSet: null, registeredSourceUrl: null },
    ...{
      currentTotalDutiesSet: null,
      originalTotalDutiesSet: null,
      merchantEditable: true,
      merchantEditableErrors: [],
    },
  }),
}

function parts(deps: NodeDeps) {
  const { world } = deps
  const buyer = ({ customerId }: Order) => (customerId === null ? null : world.customers.get(customerId))
  const weightOf = ({ lines }: Order) =>
    lines.reduce((sum, { productId, quantity }) => sum + gramsOf(world, productId) * quantity, 0)
  return {
    customer: (order: Order) => mapped(buyer(order), customerNode),
    customerAcceptsMarketing: (order: Order) => buyer(order)?.newsletter ?? false,
    lineItems: (order: Order, args: Arguments) => listParts(linesOf(order).map(lineNode), args),
    fulfillments: (order: Order, args: Arguments) => firstOf(fulfillmentsOf(order).map(fulfillmentNode), args),
    fulfillmentsCount: (order: Order) => countOf(fulfillmentsOf(order)),
    fulfillmentOrders: (order: Order, args: Arguments) => listParts([fulfillmentOrderNode(order)], args),
    refunds: (order: Order, args: Arguments) => firstOf(refundsOf(order).map(refundNode), args),
    transactions: (order: Order, args: Arguments) => firstOf(transactionsOf(order).map(transactionNode), args),
    transactionsCount: (order: Order) => countOf(transactionsOf(order)),
    shippingLine: shippingLineNode,
    shippingLines: (order: Order, args: Arguments) => listParts([shippingLineNode(order)], args),
    totalWeight: (order: Order) => String(weightOf(order)),
    currentTotalWeight: (order: Order) => String(isCancelled(order) ? 0 : weightOf(order)),
  }
}

function states(world: WorldShop) {
  const isOpen = (order: Order) => !isCancelled(order) && order.status !== 'complete'
  return {
    displayFinancialStatus: financialStatus,
    displayFulfillmentStatus: (order: Order) => displayFulfillmentStatus(order, world),
    fullyPaid: isPaid,
    unpaid: (order: Order) => !isPaid(order),
    canMarkAsPaid: (order: Order) => !isPaid(order),
    canNotifyCustomer: ({ email }: Order) => email !== '',
    fulfillable: isOpen,
    refundable: (order: Order) => amountsOf(order).netPayment > 0,
    restockable: (order: Order) => !isCancelled(order),
  }
}

function gramsOf({ products }: WorldShop, productId: number): number {
  return Math.round(Number(products.get(productId)?.weight ?? 0) * 1_000)
}

function countOf({ length }: readonly unknown[]) {
  return { __typename: 'Count', count: length, precision: 'EXACT' }
}
