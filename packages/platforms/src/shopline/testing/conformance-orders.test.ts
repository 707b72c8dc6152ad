import { describeOrderWrites } from '../../testing/conformance-orders.ts'
import { openOrderStage } from './order-stage.ts'

describeOrderWrites('shopline', openOrderStage, {
  createCall: 'orders',
  changes: [
    {
      kind: 'order.update',
      call: 'orders/',
      payload: { shipping_address: { city: 'Pécs' } },
      isIn: ({ city }) => city === 'Pécs',
    },
    {
      kind: 'order.update',
      call: '/messages',
      payload: { note: 'Customer called' },
      isIn: ({ note }) => note.split('Customer called').length === 2,
    },
    { kind: 'order.mark_paid', call: '/order_payment_status', payload: {}, isIn: ({ isPaid }) => isPaid },
    { kind: 'order.fulfill', call: '/order_delivery_status', payload: {}, isIn: ({ sent }) => sent === 3 },
    { kind: 'order.cancel', call: '/cancel', payload: {}, isIn: ({ isCancelled }) => isCancelled },
  ],
})
