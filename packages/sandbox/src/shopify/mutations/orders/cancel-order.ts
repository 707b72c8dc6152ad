import { setTimeout as pause } from 'node:timers/promises'
import type { Order } from '../../../world/model.ts'
import type { WorldShop } from '../../../world/shop.ts'
import type { Payment } from '../../../world/written.ts'
import type { Subject } from '../../nodes/node.ts'
import { amountsOf } from '../../nodes/order-amounts.ts'
import { isCancelled, unsentOf } from '../../nodes/order-parts.ts'
import { orderNode } from '../../nodes/refs.ts'
import { shopStoreOf } from '../../shop-store.ts'
import { problem, type UserError } from '../user-error.ts'
import { moveStock } from './claim-stock.ts'
import { advance, findOrder, progressOf } from './progress.ts'

interface Arguments {
  orderId: string
  reason: string
  restock: boolean
  refund?: boolean | null
  refundMethod?: { originalPaymentMethodsRefund?: boolean | null; storeCreditRefund?: object | null } | null
  staffNote?: string | null
}

const NOTE_MAX = 255
let jobs = 0

/** https://shopify.dev/docs/api/admin-graphql/latest/mutations/orderCancel: done by a job, after the answer. */
export function cancelOrderSubject(world: WorldShop): Subject {
  const store = shopStoreOf(world)
  const jobNode = (id: string) => ({ __typename: 'Job', id, done: store.jobs.get(id) ?? false })
  const begin = (wanted: Arguments, { id }: Order) => {
    jobs += 1
    const job = `gid://shopify/Job/${jobs}`
    store.jobs.set(job, false)
    void pause(store.rules.cancelMs).then(() => {
      const order = world.orders.get(id)
      if (order && !isCancelled(order)) cancel(order, wanted, world)
      store.jobs.set(job, true)
    })
    return job
  }
  return {
    resolvers: {
      Query: { job: (_source, { id }) => (store.jobs.has(String(id)) ? jobNode(String(id)) : null) },
      Mutation: {
        orderCancel(_source, args) {
          const wanted = args as unknown as Arguments
          const order = findOrder(wanted.orderId, world)
          const errors = problemsOf(wanted, order)
          const userErrors = errors.map(({ field, message }) => ({ field, message }))
          if (!order || errors.length > 0)
            return { job: null, jobResult: null, orderCancelUserErrors: errors, userErrors }
          const job = begin(wanted, order)
          const jobResult = {
            ...{ __typename: 'OrderCancelJobResult', id: job.replace('/Job/', '/OrderCancelJobResult/') },
            ...{ done: false, status: 'STARTED', errors: [], order: orderNode(order) },
          }
          return { job: jobNode(job), jobResult, orderCancelUserErrors: [], userErrors }
        },
      },
    },
  }
}

function problemsOf({ staffNote, refundMethod }: Arguments, order: Order | null): UserError[] {
  if (!order) return [problem(['orderId'], 'Order does not exist', 'NOT_FOUND')]
  if (isCancelled(order))
    return [problem(['orderId'], 'Cannot cancel an order that has already been canceled', 'INVALID')]
  if ((staffNote ?? '').length > NOTE_MAX)
    return [problem(['staffNote'], `Staff note is too long (maximum is ${NOTE_MAX} characters)`, 'INVALID')]
  return refundMethod?.storeCreditRefund && order.customerId === null
    ? [problem(['refundMethod'], 'Store credit needs a customer', 'STORE_CREDIT_REFUND_MISSING_CUSTOMER')]
    : []
}

/** Also puts the order away. */
function cancel(order: Order, wanted: Arguments, world: WorldShop): void {
  const { reason, restock: restocks, staffNote = null } = wanted
  const { financialStatus: _said, ...progress } = progressOf(order)
  const at = world.now()
  if (restocks) restock(order, world)
  advance(
    order,
    {
      status: 'cancelled',
      progress: {
        ...progress,
        payments: [...progress.payments, ...repaymentOf(order, wanted, at)],
        cancellation: { reason, staffNote, restocks, at },
      },
      written: { ...order.written, closedAt: at },
    },
    world,
  )
}

/** What was paid is given back when that is asked for; what was not is not waited for any more. */
function repaymentOf(order: Order, { refund, refundMethod }: Arguments, at: number): Payment[] {
  const { received, refunded, total } = amountsOf(order)
  const paid = received - refunded
  if (received === 0) return [{ kind: 'VOID', status: 'SUCCESS', gateway: 'manual', amount: total, at }]
  const isWanted = refund || refundMethod?.originalPaymentMethodsRefund || refundMethod?.storeCreditRefund
  const gateway = refundMethod?.storeCreditRefund ? 'shopify_store_credit' : 'bogus'
  return isWanted && paid > 0 ? [{ kind: 'REFUND', status: 'SUCCESS', gateway, amount: paid, at }] : []
}

/** What was not sent goes back to the first place. */
function restock(order: Order, world: WorldShop): void {
  for (const line of order.lines) {
    const product = world.products.get(line.productId)
    const unsent = unsentOf({ line, order })
    if (product && unsent > 0) moveStock(product, 0, unsent, world)
  }
}
