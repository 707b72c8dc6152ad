import type { Order } from '../../../world/model.ts'
import type { WorldShop } from '../../../world/shop.ts'
import type { Subject } from '../../nodes/node.ts'
import { amountsOf, financialStatusOf } from '../../nodes/order-amounts.ts'
import { isCancelled } from '../../nodes/order-parts.ts'
import { orderNode } from '../../nodes/refs.ts'
import { problem } from '../user-error.ts'
import { advance, findOrder, progressOf } from './progress.ts'

/** Paid by hand, put away, and taken out again. */
export function orderStateSubject(world: WorldShop): Subject {
  const change = (input: unknown, act: (order: Order) => Order | null, refusal = '') => {
    const order = findOrder((input as { id: string }).id, world)
    if (!order) return { order: null, userErrors: [problem(['id'], 'Order does not exist')] }
    const changed = act(order)
    if (!changed) return { order: orderNode(order), userErrors: [problem(['id'], refusal)] }
    return { order: orderNode(changed), userErrors: [] }
  }
  const closeAt = (closedAt: number | null) => (order: Order) =>
    Boolean(order.written?.closedAt) === (closedAt !== null)
      ? order
      : world.updateOrder(order.id, { written: { ...order.written, closedAt } })
  return {
    resolvers: {
      Mutation: {
        orderMarkAsPaid: (_source, { input }) =>
          change(input, (order) => markAsPaid(order, world), 'Order cannot be marked as paid.'),
        orderClose: (_source, { input }) => change(input, closeAt(world.now())),
        orderOpen: (_source, { input }) => change(input, closeAt(null)),
      },
    },
  }
}

/** `null` when nothing is left to pay: a repeat pays nothing twice. */
function markAsPaid(order: Order, world: WorldShop): Order | null {
  const { outstanding: amount } = amountsOf(order)
  if (isCancelled(order) || amount <= 0 || financialStatusOf(order) === 'PAID') return null
  const { financialStatus: _said, payments, ...progress } = progressOf(order)
  const paid = { kind: 'SALE', status: 'SUCCESS', gateway: 'manual', amount, at: world.now() } as const
  return advance(order, { progress: { ...progress, payments: [...payments, paid] } }, world)
}
