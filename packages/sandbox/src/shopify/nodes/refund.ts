import type { Order } from '../../world/model.ts'
import { gid, numberOf, timeOf, worldIdOf } from './gid.ts'
import { listParts } from './list.ts'
import { decimal, moneyBag, moneyOf } from './money.ts'
import { type Arguments, constants, fieldsOf, mapped, type NodeDeps, type Subject } from './node.ts'
import { amountsOf, lineTotalOf, taxLinesOfLine, unitPriceOf } from './order-amounts.ts'
import { linesOf, reachedAt, refundsOf } from './order-parts.ts'
import { placedOrdersOf } from './placed-orders.ts'
import {
  lineNode,
  locationNode,
  type OrderLine,
  orderNode,
  refundLineNode,
  refundNode,
  transactionNode,
} from './refs.ts'
import { refundTransactionsOf } from './transaction.ts'

export function refundSubject({ world }: NodeDeps): Subject {
  const find = (id: number) => {
    const order = placedOrdersOf(world).find(id)
    return order && mapped(refundsOf(order)[0], refundNode)
  }
  return {
    find: { Refund: ({ number }) => mapped(worldIdOf('Refund', number), find) },
    resolvers: { Refund: fieldsOf<Order>(fields), RefundLineItem: fieldsOf<OrderLine>(itemFields) },
  }
}

const fields = {
  id: ({ id }: Order) => gid('Refund', id),
  legacyResourceId: ({ id }: Order) => String(numberOf('Refund', id)),
  order: orderNode,
  createdAt: (order: Order) => reachedAt(order, 'cancelled'),
  processedAt: (order: Order) => reachedAt(order, 'cancelled'),
  updatedAt: ({ updatedAt }: Order) => timeOf(updatedAt),
  totalRefunded: (order: Order) => moneyOf(amountsOf(order).refunded),
  totalRefundedSet: (order: Order) => moneyBag(amountsOf(order).refunded, order),
  refundLineItems: (order: Order, args: Arguments) => listParts(linesOf(order).map(refundLineNode), args),
  transactions: (order: Order, args: Arguments) => listParts(refundTransactionsOf(order).map(transactionNode), args),
  ...constants({ note: null, duties: [], return: null, staffMember: null }),
}

const taxOf = ({ line, order }: OrderLine) => taxLinesOfLine(line, order).reduce((sum, { amount }) => sum + amount, 0)
const isRestocked = ({ progress }: Order) => progress?.cancellation?.restocks ?? true

const itemFields = {
  id: ({ line }: OrderLine) => gid('RefundLineItem', line.id),
  quantity: ({ line }: OrderLine) => line.quantity,
  lineItem: lineNode,
  price: ({ line, order }: OrderLine) => String(unitPriceOf(line, order)),
  priceSet: ({ line, order }: OrderLine) => moneyBag(unitPriceOf(line, order), order),
  subtotal: ({ line, order }: OrderLine) => decimal(lineTotalOf(line, order)),
  subtotalSet: ({ line, order }: OrderLine) => moneyBag(lineTotalOf(line, order), order),
  totalTax: (each: OrderLine) => decimal(taxOf(each)),
  totalTaxSet: (each: OrderLine) => moneyBag(taxOf(each), each.order),
  location: () => locationNode(1),
  restockType: ({ order }: OrderLine) => (isRestocked(order) ? 'CANCEL' : 'NO_RESTOCK'),
  restocked: ({ order }: OrderLine) => isRestocked(order),
}
