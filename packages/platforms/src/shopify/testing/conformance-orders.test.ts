import { describeOrderWrites } from '../../testing/conformance-orders.ts'
import { openOrderStage } from './order-stage.ts'

describeOrderWrites('shopify', openOrderStage, {
  createCall: 'CreateOrder',
  changes: [],
})
