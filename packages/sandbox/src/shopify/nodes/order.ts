import type { Order } from '../../world/model.ts'
import type { WorldShop } from '../../world/shop.ts'
import { type Matcher, matchText } from '../graphql/search.ts'
import { billingAddress, orderAddress } from './address.ts'
import { type CustomId, findByCustomId } from './custom-ids.ts'
import { gid, numberOf, timeOf, worldIdIn, worldIdOf } from './gid.ts'
import { firstOf, type Listing, listParts } from './list.ts'
import { summaryListing } from './listings.ts'
import { metafieldFields } from './metafield.ts'
import { currencyOf } from './money.ts'
import { type Arguments, constants, fieldsOf, mapped, type NodeDeps, type Subject } from './node.ts'
import { amountFields, amountsOf, financialStatusOf, paymentsOf, taxLinesOf } from './order-amounts.ts'
import {
  displayFulfillmentStatus,
  fulfillmentsOf,
  isCancelled,
  linesOf,
  nameOf,
  reachedAt,
  refundsOf,
  sentStatus,
} from './order-parts.ts'
import { searchFieldsOf } from './order-search.ts'
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
import { deliveriesOf, taxLineNode } from './shipping-line.ts'
import type { Summary } from './summaries.ts'
import { transactionsOf } from './transaction.ts'

export function orderSubject(deps: NodeDeps): Subject {
  const { world } = deps
  const orders = placedOrdersOf(world)
  const find = (id: number | null) => mapped(id && orders.find(id), orderNode)
  return {
    find: { Order: ({ number }) => find(worldIdOf('Order', number)) },
    resolvers: {
      Order: fieldsOf<Order>({
        ...own,
        ...written,
        ...amountFields,
        ...parts(deps),
        ...states(world),
        ...metafieldFields(world, 'ORDER', ({ id, written }: Order) => ({ id, metafields: written?.metafields })),
      }),
      Query: {
        orderByIdentifier(_source, { identifier }) {
          const { id, customId } = identifier as { id?: string; customId?: CustomId }
          return find(customId ? findByCustomId(world, 'ORDER', customId) : worldIdIn(id, 'Order'))
        },
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
      ...searchFieldsOf(world),
      email: text(({ email }) => email),
      customer_id: text(({ customerId }) => (customerId === null ? '' : String(numberOf('Customer', customerId)))),
      financial_status: text(financialStatusOf),
      fulfillment_status: text((order) => searchedFulfillmentStatus(order, world)),
      status: (summary, comparator, value) => value === 'any' || matchText(statusOf(found(summary)), comparator, value),
      test: ({ id }, _comparator, value) => String(world.orders.touched(id)?.written?.test ?? false) === value,
    },
  }
}

function statusOf(order: Order): string {
  if (isCancelled(order)) return 'cancelled'
  return order.written?.closedAt ? 'closed' : 'open'
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
  name: nameOf,
  number: ({ id }: Order) => id,
  confirmationNumber: ({ id }: Order) => `MB${id}`,
  email: ({ email }: Order) => email || null,
  phone: ({ phone }: Order) => phone || null,
  note: ({ comment }: Order) => comment || null,
  createdAt: ({ createdAt }: Order) => timeOf(createdAt),
  processedAt: ({ createdAt, written }: Order) => timeOf(written?.processedAt ?? createdAt),
  updatedAt: ({ updatedAt }: Order) => timeOf(updatedAt),
  cancelledAt: (order: Order) => (isCancelled(order) ? reachedAt(order, 'cancelled') : null),
  cancelReason: (order: Order) => (isCancelled(order) ? (order.progress?.cancellation?.reason ?? 'CUSTOMER') : null),
  cancellation: (order: Order) =>
    isCancelled(order)
      ? { __typename: 'OrderCancellation', staffNote: order.progress?.cancellation?.staffNote ?? null }
      : null,
  presentmentCurrencyCode: ({ currency }: Order) => currency,
  shippingAddress: orderAddress,
  billingAddress,
  displayAddress: orderAddress,
  taxLines: taxNodes,
  currentTaxLines: (order: Order) => (isCancelled(order) ? [] : taxNodes(order)),
  subtotalLineItemsQuantity: quantityOf,
  currentSubtotalLineItemsQuantity: (order: Order) => (isCancelled(order) ? 0 : quantityOf(order)),
  ...constants({
    ...{ confirmed: true, taxExempt: false, dutiesIncluded: false, estimatedTaxes: false },
    ...{ requiresShipping: true, additionalFees: [], disputes: [], customerLocale: 'hu', clientIp: null },
    ...{ capturable: false, hasTimelineComment: false, returnStatus: 'NO_RETURN', alerts: [] },
    ...{ currentTotalAdditionalFeesSet: null, originalTotalAdditionalFeesSet: null },
    ...{
      currentTotalDutiesSet: null,
      originalTotalDutiesSet: null,
      merchantEditable: true,
      merchantEditableErrors: [],
    },
  }),
}

function taxNodes(order: Order) {
  return taxLinesOf(order).map((each) => taxLineNode(each, order))
}

const of = ({ written }: Order) => written ?? {}

/** The fields of an order that can be set through the API. */
const written = {
  tags: (order: Order) => of(order).tags ?? [],
  test: (order: Order) => of(order).test ?? false,
  sourceName: (order: Order) => of(order).sourceName ?? 'web',
  sourceIdentifier: (order: Order) => of(order).sourceIdentifier ?? null,
  registeredSourceUrl: (order: Order) => of(order).sourceUrl ?? null,
  closedAt: (order: Order) => mapped(of(order).closedAt, timeOf),
  closed: (order: Order) => Boolean(of(order).closedAt),
  currencyCode: currencyOf,
  paymentGatewayNames: (order: Order) => [...new Set(paymentsOf(order).map(({ gateway }) => gateway))],
  taxesIncluded: (order: Order) => of(order).taxesIncluded ?? true,
  billingAddressMatchesShippingAddress: (order: Order) => of(order).billingAddress === undefined,
  customAttributes: (order: Order) => of(order).customAttributes ?? [],
  discountCode: (order: Order) => of(order).discountCodes?.[0] ?? null,
  discountCodes: (order: Order) => of(order).discountCodes ?? [],
  poNumber: (order: Order) => of(order).poNumber ?? null,
  edited: (order: Order) => of(order).edited ?? false,
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
    shippingLine: (order: Order) => mapped(deliveriesOf(order)[0], shippingLineNode),
    shippingLines: (order: Order, args: Arguments) => listParts(deliveriesOf(order).map(shippingLineNode), args),
    totalWeight: (order: Order) => String(weightOf(order)),
    currentTotalWeight: (order: Order) => String(isCancelled(order) ? 0 : weightOf(order)),
  }
}

function states(world: WorldShop) {
  const isOpen = (order: Order) => !isCancelled(order) && sentStatus(order) !== 'FULFILLED'
  return {
    displayFinancialStatus: financialStatusOf,
    displayFulfillmentStatus: (order: Order) => displayFulfillmentStatus(order, world),
    fullyPaid: isPaid,
    unpaid: (order: Order) => !isPaid(order),
    canMarkAsPaid: (order: Order) => !isPaid(order) && !isCancelled(order),
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
