import type { Order } from '../../world/model.ts'
import { gid, numberOf, timeOf, worldIdOf } from './gid.ts'
import { listParts } from './list.ts'
import { decimal, moneyBag, moneyOf, taxIn } from './money.ts'
import { type Arguments, constants, fieldsOf, mapped, type NodeDeps, type Subject } from './node.ts'
import { amountsOf, grossOf } from './order-amounts.ts'
import { linesOf, reachedAt, refundsOf, refundTransactionOf } from './order-parts.ts'
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
  totalRefunded: (order: Order) => moneyOf(amountsOf(order).total),
  totalRefundedSet: (order: Order) => moneyBag(amountsOf(order).total, order),
  refundLineItems: (order: Order, args: Arguments) => listParts(linesOf(order).map(refundLineNode), args),
  transactions: (order: Order, args: Arguments) => listParts([transactionNode(refundTransactionOf(order))], args),
  ...constants({ note: null, duties: [], return: null, staffMember: null }),
}

const itemFields = {
  id: ({ line }: OrderLine) => gid('RefundLineItem', line.id),
  quantity: ({ line }: OrderLine) => line.quantity,
  lineItem: lineNode,
  price: ({ line }: OrderLine) => line.gross,
  priceSet: ({ line, order }: OrderLine) => moneyBag(Number(line.gross), order),
  subtotal: ({ line }: OrderLine) => decimal(grossOf(line)),
  subtotalSet: ({ line, order }: OrderLine) => moneyBag(grossOf(line), order),
  totalTax: ({ line }: OrderLine) => decimal(taxIn(grossOf(line))),
  totalTaxSet: ({ line, order }: OrderLine) => moneyBag(taxIn(grossOf(line)), order),
  location: () => locationNode(1),
  ...constants({ restockType: 'CANCEL', restocked: true }),
}
