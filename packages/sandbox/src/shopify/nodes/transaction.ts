import type { Order } from '../../world/model.ts'
import { ownerOf, partId } from '../world-ids.ts'
import { gid, timeOf, worldIdOf } from './gid.ts'
import { decimal, moneyBag, moneyOf } from './money.ts'
import { constants, fieldsOf, mapped, type NodeDeps, type Subject } from './node.ts'
import { paymentsOf } from './order-amounts.ts'
import { placedOrdersOf } from './placed-orders.ts'
import { orderNode, type Transaction, transactionNode } from './refs.ts'

export function transactionSubject({ world }: NodeDeps): Subject {
  const find = (id: number) => mapped(findTransaction(id, world), transactionNode)
  return {
    find: { OrderTransaction: ({ number }) => mapped(worldIdOf('OrderTransaction', number), find) },
    resolvers: { OrderTransaction: fieldsOf<Transaction>(fields) },
  }
}

export function findTransaction(id: number, world: NodeDeps['world']): Transaction | null {
  const order = placedOrdersOf(world).find(ownerOf(id))
  return (order && transactionsOf(order).find((each) => each.id === id)) ?? null
}

export function transactionsOf(order: Order): Transaction[] {
  return paymentsOf(order).map((payment, place) => ({ id: partId(order.id, place), payment, order }))
}

export function refundTransactionsOf(order: Order): Transaction[] {
  return transactionsOf(order).filter(({ payment }) => payment.kind === 'REFUND')
}

/** What a refund gives back. */
export function saleOf(order: Order): Transaction | undefined {
  return transactionsOf(order).find(({ payment }) => payment.kind === 'SALE' || payment.kind === 'CAPTURE')
}

const set = ({ payment, order }: Transaction) => moneyBag(payment.amount, order)
const isPending = ({ payment }: Transaction) => payment.status === 'PENDING'
const at = ({ payment }: Transaction) => timeOf(payment.at)

const fields = {
  id: ({ id }: Transaction) => gid('OrderTransaction', id),
  kind: ({ payment }: Transaction) => payment.kind,
  status: ({ payment }: Transaction) => payment.status,
  gateway: ({ payment }: Transaction) => payment.gateway,
  formattedGateway: ({ payment: { gateway } }: Transaction) =>
    `${gateway.slice(0, 1).toUpperCase()}${gateway.slice(1)}`,
  order: ({ order }: Transaction) => orderNode(order),
  parentTransaction: ({ payment, order }: Transaction) =>
    payment.kind === 'REFUND' ? mapped(saleOf(order), transactionNode) : null,
  createdAt: at,
  processedAt: at,
  amount: ({ payment }: Transaction) => decimal(payment.amount),
  amountV2: ({ payment }: Transaction) => moneyOf(payment.amount),
  amountSet: set,
  totalUnsettledSet: (each: Transaction) => (isPending(each) ? set(each) : moneyBag(0, each.order)),
  paymentId: ({ id }: Transaction) => `MB-${id}`,
  ...constants({
    ...{ test: false, errorCode: null, authorizationCode: null },
    ...{ accountNumber: null, manuallyCapturable: false, manualPaymentGateway: false, multiCapturable: false },
    ...{ fees: [], location: null, user: null, device: null, paymentDetails: null, authorizationExpiresAt: null },
  }),
}
