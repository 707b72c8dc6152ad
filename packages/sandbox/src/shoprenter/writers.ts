import { subscriberWriter } from './customers/subscribers.ts'
import { addressWriter } from './customers/write-addresses.ts'
import { customerExtendWriter, customerWriter } from './customers/write-customers.ts'
import { lineWriter } from './orders/write-lines.ts'
import { orderWriter } from './orders/write-orders.ts'
import { totalWriter } from './orders/write-totals.ts'
import { productWriter } from './put-product.ts'
import type { Writer } from './writes/writer.ts'

export const writers: Readonly<Record<string, Writer>> = {
  orders: orderWriter,
  orderProducts: lineWriter,
  orderTotals: totalWriter,
  customers: customerWriter,
  customerExtend: customerExtendWriter,
  addresses: addressWriter,
  newsletterSubscribers: subscriberWriter,
  products: productWriter,
  productExtend: productWriter,
}
