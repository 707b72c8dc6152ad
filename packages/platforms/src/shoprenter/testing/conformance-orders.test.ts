import { describeOrderWrites } from '../../testing/conformance-orders.ts'
import { openOrderStage } from './order-stage.ts'

describeOrderWrites('shoprenter', openOrderStage, {
  createCall: 'orders',
  changes: [
    {
      ...{ kind: 'order.update', call: 'orders/', payload: { email: 'new@example.com' } },
      isIn: ({ email }) => email === 'new@example.com',
    },
    { kind: 'order.set_status', call: 'orders/', payload: { status: 'Fizetve' }, isIn: ({ isPaid }) => isPaid },
    { kind: 'order.cancel', call: 'orders/', payload: { restock: false }, isIn: ({ isCancelled }) => isCancelled },
  ],
})
