import { gid, timeOf, worldIdOf } from './gid.ts'
import { decimal, moneyBag, moneyOf } from './money.ts'
import { constants, fieldsOf, mapped, type NodeDeps, type Subject } from './node.ts'
import { amountsOf } from './order-amounts.ts'
import { reachedAt, saleOf, transactionsOf } from './order-parts.ts'
import { placedOrdersOf } from './placed-orders.ts'
import { orderNode, type Transaction, transactionNode } from './refs.ts'

export function transactionSubject({ world }: NodeDeps): Subject {
  const find = (id: number) => {
    const order = placedOrdersOf(world).find(Math.floor(id / 10))
    const found = order && transactionsOf(order).find((each) => each.id === id)
    return mapped(found, transactionNode)
  }
  return {
    find: { OrderTransaction: ({ number }) => mapped(worldIdOf('OrderTransaction', number), find) },
    resolvers: { OrderTransaction: fieldsOf<Transaction>(fields) },
  }
}

const amountOf = ({ order }: Transaction) => amountsOf(order).total
const set = (each: Transaction) => moneyBag(amountOf(each), each.order)
const isPending = ({ order }: Transaction) => amountsOf(order).outstanding > 0
const at = ({ kind, order }: Transaction) => (kind === 'SALE' ? timeOf(order.createdAt) : reachedAt(order, 'cancelled'))

const fields = {
  id: ({ id }: Transaction) => gid('OrderTransaction', id),
  kind: ({ kind }: Transaction) => kind,
  status: (each: Transaction) => (isPending(each) ? 'PENDING' : 'SUCCESS'),
  order: ({ order }: Transaction) => orderNode(order),
  parentTransaction: ({ kind, order }: Transaction) => (kind === 'REFUND' ? transactionNode(saleOf(order)) : null),
  createdAt: at,
  processedAt: at,
  amount: (each: Transaction) => decimal(amountOf(each)),
  amountV2: (each: Transaction) => moneyOf(amountOf(each)),
  amountSet: set,
  totalUnsettledSet: (each: Transaction) => (isPending(each) ? set(each) : moneyBag(0, each.order)),
  paymentId: ({ id }: Transaction) => `MB-${id}`,
  ...constants({
    ...{ gateway: 'bogus', formattedGateway: 'Bogus', test: false, errorCode: null, authorizationCode: null },
    ...{ accountNumber: null, manuallyCapturable: false, manualPaymentGateway: false, multiCapturable: false },
    ...{ fees: [], location: null, user: null, device: null, paymentDetails: null, authorizationExpiresAt: null },
  }),
}
