import { describeOrderWrites } from '../../testing/conformance-orders.ts'
import { openOrderStage } from './order-stage.ts'

describeOrderWrites('shopify', openOrderStage, {
  createCall: 'CreateOrder',
  changes: [
    {
      kind: 'order.update',
      call: 'UpdateOrder',
      payload: {
        note: 'Ring twice',
        shipping_address: { last_name: 'Kiss', address1: 'Új utca 2.', city: 'Győr', zip: '9021', country_code: 'HU' },
      },
      isIn: ({ note, city }) => note === 'Ring twice' && city === 'Győr',
    },
    {
      kind: 'order.update',
      call: 'CommitOrderEdit',
      payload: {
        lines: [
          { variant: {}, quantity: 4 },
          { variant: {}, quantity: 3 },
        ],
      },
      isIn: ({ lines }) => lines.map(({ quantity }) => quantity).join() === '4,3',
    },
    { kind: 'order.mark_paid', call: 'MarkOrderPaid', payload: {}, isIn: ({ isPaid }) => isPaid },
    {
      kind: 'order.fulfill',
      call: 'CreateFulfillment',
      payload: { tracking: { number: 'MB1', company: 'GLS' } },
      isIn: ({ sent }) => sent === 3,
    },
    {
      kind: 'order.fulfill',
      call: 'CreateFulfillment',
      payload: {
        lines: [
          { variant: {}, quantity: 1 },
          { variant: {}, quantity: 1 },
        ],
      },
      isIn: ({ sent }) => sent === 2,
    },
    { kind: 'order.cancel', call: 'CancelOrder', payload: { restock: true }, isIn: ({ isCancelled }) => isCancelled },
  ],
})
